package org.sallyport.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.OpensshNodeSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.TokenSpec;
import org.sallyport.api.resource.UserSpec;
import org.sallyport.cli.output.Format;
import org.sallyport.cli.output.Table;
import org.sallyport.cli.session.GlobalOptions;

/** Resources as a table, or as documents that {@code admin apply} takes back. */
final class ResourcePrinter {
    private final GlobalOptions options;
    private final ResourceCodec codec = new ResourceCodec();

    ResourcePrinter(GlobalOptions options) {
        this.options = options;
    }

    Resource<?> parse(JsonNode document) {
        return codec.parseJson(document.toString());
    }

    void print(List<Resource<?>> resources, boolean one) {
        // one resource is asked for to be read or edited: YAML is its text form
        if (options.format() == Format.YAML || (one && options.format() == Format.TEXT)) {
            options.out().print(resources.stream().map(codec::toYaml).collect(Collectors.joining("---\n")));
        } else if (options.format() == Format.JSON) {
            String documents = resources.stream().map(codec::toJson).collect(Collectors.joining(",\n"));
            options.out().println(one ? documents : "[" + documents + "]");
        } else {
            options.out().print(table(resources));
        }
        options.out().flush();
    }

    private static String table(List<Resource<?>> resources) {
        Table table = new Table("NAME", "REVISION", "EXPIRES", "WHAT");
        resources.forEach(resource -> table.row(
                resource.name(),
                Long.toString(resource.revision()),
                resource.metadata().expires().map(Instant::toString).orElse("never"),
                summary(resource)));
        return table.isEmpty() ? "None.\n" : table.render();
    }

    private static String summary(Resource<?> resource) {
        return switch (resource.spec()) {
            case UserSpec user -> "roles " + String.join(",", user.roles());
            case RoleSpec role ->
                "logins " + String.join(",", role.allow().logins()) + "  rules "
                        + role.allow().rules().size();
            case TokenSpec token ->
                "services "
                        + token.services().stream()
                                .map(service -> service.wireName())
                                .collect(Collectors.joining(","));
            case AuthConnectorSpec connector ->
                connector.protocol() + "  " + connector.attributesToRoles().size() + " mappings";
            case LockSpec lock -> lock.target().describe() + (lock.message().isEmpty() ? "" : ": " + lock.message());
            case OpensshNodeSpec node -> node.address() + "  " + node.hostKeys().size() + " host keys";
            case ClusterConfigSpec cluster -> cluster.clusterName() + " at " + cluster.publicAddress();
        };
    }
}
