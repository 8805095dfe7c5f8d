package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One side (allow or deny) of a role.
 *
 * @param logins OS accounts; templates such as {@code {{internal.logins}}} allowed. No comma: OpenSSH would split it
 * @param nodeLabels keys AND, values OR; a value is {@code *}, a glob or {@code ^regex$}; empty matches no node
 * @param nodeLabelsExpression over {@code labels} and {@code user} (docs/guides/roles.md); empty for none. Given beside
 *     {@code nodeLabels}, allow needs both and deny either
 * @param rules what the Auth Service's resources may be used for
 * @param joinSessions which live sessions of others may be joined
 * @param requireSessionJoin who has to be in the holder's own sessions; only on the allow side
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RoleConditions(
        List<String> logins,
        Map<String, List<String>> nodeLabels,
        String nodeLabelsExpression,
        List<RoleRule> rules,
        List<SessionJoin> joinSessions,
        List<RequiredJoin> requireSessionJoin) {
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{.*?}}");
    public static final RoleConditions NONE = new RoleConditions(List.of(), Map.of(), List.of());

    /** Without a word on live sessions. */
    public RoleConditions(
            List<String> logins,
            Map<String, List<String>> nodeLabels,
            String nodeLabelsExpression,
            List<RoleRule> rules) {
        this(logins, nodeLabels, nodeLabelsExpression, rules, List.of(), List.of());
    }

    /** Nodes by label map only. */
    public RoleConditions(List<String> logins, Map<String, List<String>> nodeLabels, List<RoleRule> rules) {
        this(logins, nodeLabels, "", rules);
    }

    public RoleConditions {
        logins = Specs.names("logins", logins);
        if (logins.stream()
                .anyMatch(login -> TEMPLATE.matcher(login).replaceAll("").indexOf(',') >= 0)) {
            throw Specs.invalid("logins has an entry with a comma: an OpenSSH principal list would split it");
        }
        nodeLabels = Specs.listMap("node_labels", nodeLabels);
        nodeLabelsExpression = Specs.expression("node_labels_expression", nodeLabelsExpression);
        rules = rules == null ? List.of() : List.copyOf(rules);
        joinSessions = Specs.policies("join_sessions", joinSessions);
        requireSessionJoin = Specs.policies("require_session_join", requireSessionJoin);
    }
}
