package org.sallyport.core.access;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.expression.Expression;

/**
 * Many nodes by the values of their labels, so that a selector is asked once for each value and not for each node; an
 * expression once for each combination of the labels it reads. Bit {@code i} of an answer is the node at {@code i}.
 */
final class NodeIndex {
    private static final String NAME = "resource.metadata.name";

    private final List<NodeTarget> nodes;
    private final Map<String, Map<String, BitSet>> byLabel = new HashMap<>();
    private final Map<String, Grouped> byExpression = new HashMap<>();

    /** Nodes that an expression cannot tell apart. */
    private record Group(NodeTarget first, BitSet members) {}

    private record Grouped(Expression expression, List<Group> groups) {}

    NodeIndex(List<NodeTarget> nodes) {
        this.nodes = List.copyOf(nodes);
        for (int i = 0; i < this.nodes.size(); i++) {
            int at = i;
            this.nodes.get(i).labels().forEach((key, value) -> byLabel.computeIfAbsent(key, any -> new HashMap<>())
                    .computeIfAbsent(value, any -> new BitSet())
                    .set(at));
        }
    }

    NodeTarget node(int at) {
        return nodes.get(at);
    }

    /** As {@link LabelMatcher#matches}. */
    BitSet labels(Map<String, List<String>> selector, Map<String, List<String>> traits, boolean unreadable) {
        BitSet found = new BitSet();
        if (selector.isEmpty()) {
            return found;
        }
        found.set(0, nodes.size());
        if (LabelMatcher.isEverything(selector)) {
            return found;
        }
        selector.forEach((key, entries) -> found.and(key(key, entries, traits, unreadable)));
        return found;
    }

    private BitSet key(String key, List<String> entries, Map<String, List<String>> traits, boolean unreadable) {
        BitSet found = new BitSet();
        byLabel.getOrDefault(key, Map.of()).forEach((value, members) -> {
            if (entries.stream().anyMatch(entry -> LabelMatcher.matches(entry, value, traits, unreadable))) {
                found.or(members);
            }
        });
        return found;
    }

    /** @param unreadable what an expression counts as that this version cannot read */
    BitSet expression(String source, Subject subject, boolean unreadable) {
        BitSet found = new BitSet();
        try {
            Grouped grouped = byExpression.computeIfAbsent(source, this::group);
            for (Group group : grouped.groups()) {
                if (grouped.expression().holds(Words.of(subject, group.first()))) {
                    found.or(group.members());
                }
            }
        } catch (SallyportException e) {
            found.set(0, nodes.size(), unreadable);
        }
        return found;
    }

    private Grouped group(String source) {
        Expression expression = Expression.condition(source, Words.NODE);
        Set<String> reads = expression.reads();
        Map<List<String>, Group> groups = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            NodeTarget node = nodes.get(i);
            groups.computeIfAbsent(read(reads, node), any -> new Group(node, new BitSet()))
                    .members()
                    .set(i);
        }
        return new Grouped(expression, List.copyOf(groups.values()));
    }

    private static List<String> read(Set<String> reads, NodeTarget node) {
        List<String> values = new ArrayList<>();
        for (String name : reads) {
            int dot = name.startsWith("labels.") ? "labels".length() : "resource.metadata.labels".length();
            if (name.equals(NAME)) {
                values.add(node.name());
            } else if (name.equals("labels.*")) {
                values.add(node.labels().toString());
            } else if (!name.startsWith("user.")) {
                String key = name.substring(dot + 1);
                // a label that is not there and an empty one are the same to an expression
                values.add(node.labels().getOrDefault(key, ""));
            }
        }
        return values;
    }
}
