package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * One side (allow or deny) of a role.
 *
 * @param logins OS accounts; templates such as {@code {{internal.logins}}} allowed. No comma: OpenSSH would split it
 * @param nodeLabels keys AND, values OR; a value is {@code *}, a glob or {@code ^regex$}; empty matches no node
 * @param rules what the Auth Service's resources may be used for
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RoleConditions(List<String> logins, Map<String, List<String>> nodeLabels, List<RoleRule> rules) {
    public static final RoleConditions NONE = new RoleConditions(List.of(), Map.of(), List.of());

    public RoleConditions {
        logins = Specs.names("logins", logins);
        if (logins.stream().anyMatch(login -> login.indexOf(',') >= 0)) {
            throw Specs.invalid("logins has an entry with a comma: an OpenSSH principal list would split it");
        }
        nodeLabels = Specs.listMap("node_labels", nodeLabels);
        rules = rules == null ? List.of() : List.copyOf(rules);
    }
}
