package org.sallyport.cli.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.OpensshNodeSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport nodes enroll}: writes the node down and says what is to be done on the host. */
@Command(
        name = "enroll",
        description = {
            "Enrol a host with a stock sshd: people reach it through the proxy, nothing is installed on it.",
            "Prints what to put on the host. Undo: sallyport admin rm openssh_node/NAME"
        },
        mixinStandardHelpOptions = true)
final class EnrollCommand implements Callable<Integer> {
    private static final String COLLECTION = "/api/v1/resources/" + ResourceKind.OPENSSH_NODE.wireName();

    @Mixin
    private GlobalOptions options;

    @Parameters(paramLabel = "NAME", description = "What people will type.")
    private String name;

    @Option(
            names = "--address",
            required = true,
            paramLabel = "HOST[:PORT]",
            description = "Where the proxy reaches its sshd; port 22 unless given, IPv6 in brackets.")
    private String address;

    @Option(
            names = "--host-key",
            paramLabel = "FILE|KEY",
            description = {
                "Its host keys: a copy of /etc/ssh/ssh_host_ed25519_key.pub, or the line itself, or '@cert-authority KEY'.",
                "May be given several times."
            })
    private List<String> hostKeys = List.of();

    @Option(names = "--scan", description = "Ask the host for its keys from here; you compare them.")
    private boolean scan;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "What roles decide by (node_labels); may be given several times.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Override
    public Integer call() {
        if (scan == !hostKeys.isEmpty()) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "cli: give the host's keys with --host-key, or --scan to ask the host for them");
        }
        List<String> given = scan ? List.of() : HostKeys.of(hostKeys);
        Resource<OpensshNodeSpec> node = Resource.of(
                new Metadata(name, "", labels, Optional.empty(), 0),
                new OpensshNodeSpec(
                        address, scan ? HostKeyScan.confirmed(OpensshNodeSpec.Address.parse(address)) : given));
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            Authority authority = HostSetup.authority(api);
            api.post(COLLECTION, node, JsonNode.class);
            options.printer().print(new Enrolled(node, authority), () -> text(node, authority));
        }
        return 0;
    }

    private record Enrolled(Resource<OpensshNodeSpec> node, Authority trust) {}

    static String text(Resource<OpensshNodeSpec> node, Authority authority) {
        return "# openssh_node/" + node.name() + " is enrolled: " + node.spec().address() + "\n"
                + node.spec().hostKeys().stream()
                        .map(key -> "#   host key " + HostKeys.fingerprint(key) + "\n")
                        .collect(Collectors.joining())
                + HostSetup.text(authority)
                + "# then, from here: sallyport ssh LOGIN@" + node.name() + "\n";
    }
}
