package org.sallyport.core.access;

import java.util.List;
import java.util.Map;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.access.TraitTemplate.Expansion;
import org.sallyport.core.expression.Expression;
import org.sallyport.core.expression.Vocabulary;

/** What can be wrong with a role beyond its record's own checks; asked whenever a role is written. */
public final class RoleSyntax {
    private static final int MAX_PATTERN = 1024;

    private RoleSyntax() {}

    /** @throws SallyportException INVALID_RESOURCE naming the field: a template or regular expression is malformed */
    public static void requireValid(RoleSpec role) {
        requireValid("spec.allow", role.allow());
        requireValid("spec.deny", role.deny());
    }

    private static void requireValid(String path, RoleConditions conditions) {
        requireExpression(path + ".node_labels_expression", conditions.nodeLabelsExpression(), Words.NODE);
        for (int i = 0; i < conditions.rules().size(); i++) {
            requireRule(path + ".rules[" + i + "]", conditions.rules().get(i));
        }
        requireJoins(path, conditions);
        conditions.logins().forEach(login -> requireTemplate(path + ".logins", login));
        for (Map.Entry<String, List<String>> label : conditions.nodeLabels().entrySet()) {
            String where = path + ".node_labels." + label.getKey();
            for (String value : label.getValue()) {
                requireTemplate(where, value);
                requireRegex(where, value);
            }
        }
    }

    private static void requireJoins(String path, RoleConditions conditions) {
        for (int i = 0; i < conditions.requireSessionJoin().size(); i++) {
            requireExpression(
                    path + ".require_session_join[" + i + "].filter",
                    conditions.requireSessionJoin().get(i).filter(),
                    Words.PARTICIPANT);
        }
        for (int i = 0; i < conditions.joinSessions().size(); i++) {
            requirePlain(
                    path + ".join_sessions[" + i + "].roles",
                    conditions.joinSessions().get(i).roles());
        }
    }

    private static void requireRule(String path, RoleRule rule) {
        requireExpression(path + ".where", rule.where(), Words.of(rule));
        for (String kind : rule.resources()) {
            if (!rule.where().isEmpty() && !ResourceRules.canNarrow(kind)) {
                throw invalid(path + ".where cannot narrow '" + kind + "', only kinds of stored resources: "
                        + ResourceKind.names() + ", " + Target.ResourceTarget.RECORDING);
            }
        }
    }

    /** What would look like a pattern or a template and match nothing. */
    private static void requirePlain(String path, List<String> roles) {
        for (String role : roles) {
            if (role.contains("{{") || role.startsWith("^") || role.endsWith("$")) {
                throw invalid(path + " has '" + role + "': write names of roles, with * for any characters");
            }
            if (role.length() > MAX_PATTERN) {
                throw invalid(path + " has a value longer than " + MAX_PATTERN + " characters");
            }
        }
    }

    private static void requireExpression(String path, String source, Vocabulary words) {
        if (source.isEmpty()) {
            return;
        }
        try {
            Expression.condition(source, words);
        } catch (SallyportException e) {
            throw invalid(path + ": " + e.userMessage());
        }
    }

    private static void requireTemplate(String path, String entry) {
        TraitTemplate.fault(entry).ifPresent(fault -> {
            throw invalid(path + " has '" + entry + "': " + fault
                    + "; write templates as {{internal.logins}}, {{external.<trait>}} or"
                    + " {{email.local(external.<trait>)}}");
        });
    }

    private static void requireRegex(String path, String entry) {
        if (entry.length() > MAX_PATTERN) {
            throw invalid(path + " has a value longer than " + MAX_PATTERN + " characters");
        }
        Map<String, List<String>> noTraits = Map.of();
        for (Expansion expansion : TraitTemplate.expand(entry, noTraits)) {
            if (LabelMatcher.isRegex(entry) && LabelMatcher.compiled(expansion).isEmpty()) {
                throw invalid(path + " has '" + entry + "', which is no regular expression in RE2's syntax");
            }
        }
    }

    private static SallyportException invalid(String message) {
        return new SallyportException(ErrorCode.INVALID_RESOURCE, message);
    }
}
