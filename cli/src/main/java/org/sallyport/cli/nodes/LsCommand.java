package org.sallyport.cli.nodes;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sallyport.api.node.Node;
import org.sallyport.api.rest.Page;
import org.sallyport.cli.output.Table;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport ls}: the nodes you may see. */
@Command(name = "ls", description = "List the nodes you may reach.", mixinStandardHelpOptions = true)
public final class LsCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Parameters(
            arity = "0..*",
            paramLabel = "WORD",
            description = "Only nodes whose name, id or key=value labels hold every word.")
    private List<String> words = List.of();

    @Override
    public Integer call() {
        ApiRequest query = ApiRequest.get("/api/v1/nodes").query("search", String.join(" ", words));
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            List<Node> nodes = api.all(query, new TypeReference<Page<Node>>() {});
            options.printer().print(nodes, () -> text(nodes, Clock.systemUTC().instant()));
        }
        return 0;
    }

    private static String text(List<Node> nodes, Instant now) {
        if (nodes.isEmpty()) {
            return "No node matches. A node appears when its agent has joined:"
                    + " see 'sallyport admin tokens add --help'; one with a stock sshd when it is enrolled: see 'sallyport nodes"
                    + " enroll --help'.\n";
        }
        Table table = new Table("NODE", "STATE", "SEEN", "LABELS", "HOST ID");
        for (Node node : nodes) {
            table.row(
                    node.name(),
                    state(node),
                    node.agentless() ? "-" : Times.relative(node.lastSeen(), now),
                    labels(node.labels()),
                    node.hostId());
        }
        return table.render();
    }

    /** Nobody hears of a node without an agent before somebody connects: that it is up is not known. */
    private static String state(Node node) {
        if (node.agentless()) {
            return "agentless";
        }
        return node.online() ? "online" : "OFFLINE";
    }

    private static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }
}
