package org.sallyport.core.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.access.Target.ResourceTarget;
import org.sallyport.core.expression.Environment;
import org.sallyport.core.expression.Type;
import org.sallyport.core.expression.Vocabulary;

/** What expressions in roles may speak of, and what it means in one case. */
final class Words {
    private static final String USER = "user.metadata.name";
    private static final String ROLES = "user.spec.roles";
    private static final String TRAITS = "user.spec.traits";
    private static final String NAME = "resource.metadata.name";
    private static final String LABELS = "resource.metadata.labels";
    private static final String KIND = "resource.kind";
    private static final String SESSION = "session.";
    private static final String SHORT_LABELS = "labels";

    /** {@code node_labels_expression}. */
    static final Vocabulary NODE = new Vocabulary(
            Map.of(USER, Type.TEXT, ROLES, Type.TEXTS, NAME, Type.TEXT),
            Map.of(TRAITS, Type.TEXTS, SHORT_LABELS, Type.TEXT, LABELS, Type.TEXT));

    /** {@code where} of a rule. */
    static final Vocabulary RESOURCE = new Vocabulary(
            Map.of(USER, Type.TEXT, ROLES, Type.TEXTS, KIND, Type.TEXT, NAME, Type.TEXT),
            Map.of(TRAITS, Type.TEXTS, LABELS, Type.TEXT));

    /** {@code where} of a rule for recordings alone. */
    static final Vocabulary RECORDING = new Vocabulary(
            Map.of(
                    USER,
                    Type.TEXT,
                    ROLES,
                    Type.TEXTS,
                    SESSION + "user",
                    Type.TEXT,
                    SESSION + "login",
                    Type.TEXT,
                    SESSION + "node",
                    Type.TEXT),
            Map.of(TRAITS, Type.TEXTS));

    /** {@code filter} of a demand for others in a session: who joined. */
    static final Vocabulary PARTICIPANT =
            new Vocabulary(Map.of(USER, Type.TEXT, ROLES, Type.TEXTS), Map.of(TRAITS, Type.TEXTS));

    /** Between the braces of a template. */
    static final Vocabulary TEMPLATE = new Vocabulary(Map.of(), Map.of("internal", Type.TEXTS, "external", Type.TEXTS));

    private Words() {}

    static Environment of(Subject subject, NodeTarget node) {
        Map<String, List<String>> labels = lists(node.labels());
        return new Environment(
                fields(subject, Map.of(NAME, List.of(node.name()))),
                Map.of(TRAITS, subject.traits(), SHORT_LABELS, labels, LABELS, labels));
    }

    /** What the rule's {@code where} may speak of. */
    static Vocabulary of(RoleRule rule) {
        return rule.resources().equals(List.of(ResourceTarget.RECORDING)) ? RECORDING : RESOURCE;
    }

    static Environment of(Subject subject, ResourceTarget resource) {
        Map<String, List<String>> about = new HashMap<>();
        resource.session().forEach((key, value) -> about.put(SESSION + key, List.of(value)));
        about.put(KIND, List.of(resource.kind()));
        about.put(NAME, List.of(resource.name()));
        return new Environment(
                fields(subject, about), Map.of(TRAITS, subject.traits(), LABELS, lists(resource.labels())));
    }

    static Environment of(Subject participant) {
        return new Environment(fields(participant, Map.of()), Map.of(TRAITS, participant.traits()));
    }

    static Environment of(Map<String, List<String>> traits) {
        return new Environment(Map.of(), Map.of("internal", traits, "external", traits));
    }

    private static Map<String, List<String>> fields(Subject subject, Map<String, List<String>> more) {
        Map<String, List<String>> fields = new HashMap<>(more);
        fields.put(USER, List.of(subject.user()));
        fields.put(ROLES, subject.roles());
        return fields;
    }

    private static Map<String, List<String>> lists(Map<String, String> labels) {
        Map<String, List<String>> lists = new HashMap<>();
        labels.forEach((key, value) -> lists.put(key, List.of(value)));
        return lists;
    }
}
