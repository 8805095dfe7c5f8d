package org.sallyport.core.access;

import java.util.ArrayList;
import java.util.List;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.expression.Expression;

/** Which nodes one side of a role speaks of: by label map, by expression; of both, allow needs both and deny either. */
final class NodeMatch {
    static final String LABELS = "node_labels";
    static final String EXPRESSION = "node_labels_expression";

    private NodeMatch() {}

    static boolean allows(RoleConditions allow, Subject subject, NodeTarget node) {
        boolean byLabels = !allow.nodeLabels().isEmpty();
        boolean byExpression = !allow.nodeLabelsExpression().isEmpty();
        return (byLabels || byExpression)
                && (!byLabels || labels(allow, subject, node, false))
                && (!byExpression || expression(allow, subject, node, false));
    }

    /** @return which of the two fields denies */
    static List<String> denying(RoleConditions deny, Subject subject, NodeTarget node) {
        List<String> fields = new ArrayList<>();
        if (labels(deny, subject, node, true)) {
            fields.add(LABELS);
        }
        if (!deny.nodeLabelsExpression().isEmpty() && expression(deny, subject, node, true)) {
            fields.add(EXPRESSION);
        }
        return fields;
    }

    /** The fields that speak of nodes; for reasons. */
    static String rule(RoleConditions conditions) {
        if (conditions.nodeLabelsExpression().isEmpty()) {
            return LABELS;
        }
        return conditions.nodeLabels().isEmpty() ? EXPRESSION : LABELS + " and " + EXPRESSION;
    }

    private static boolean labels(RoleConditions conditions, Subject subject, NodeTarget node, boolean unreadable) {
        return LabelMatcher.matches(conditions.nodeLabels(), node.labels(), subject.traits(), unreadable);
    }

    /** @param unreadable what an expression counts as that this version cannot read */
    private static boolean expression(RoleConditions conditions, Subject subject, NodeTarget node, boolean unreadable) {
        try {
            return Expression.condition(conditions.nodeLabelsExpression(), Words.NODE)
                    .holds(Words.of(subject, node));
        } catch (SallyportException e) {
            return unreadable;
        }
    }
}
