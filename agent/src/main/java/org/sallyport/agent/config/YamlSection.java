package org.sallyport.agent.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.codec.TimeSpans;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of the file, read key by key; every complaint names file, line and path. */
final class YamlSection {
    private final String file;
    private final String path;
    private final Node node;
    private final Map<String, Node> values = new LinkedHashMap<>();

    private YamlSection(String file, String path, Node node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /** @param known the only keys allowed; empty for any */
    static YamlSection of(String file, String path, Node node, Set<String> known) {
        YamlSection section = new YamlSection(file, path, node);
        if (!(node instanceof MappingNode mapping)) {
            throw section.wrong(node, path, "a section with keys");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = section.scalar(tuple.getKeyNode(), path + " key");
            if (!known.isEmpty() && !known.contains(key)) {
                throw section.error(
                        tuple.getKeyNode(),
                        "unknown key '" + section.child(key) + "'; did you mean '"
                                + section.child(NearestKey.of(key, known)) + "'?");
            }
            if (section.values.put(key, tuple.getValueNode()) != null) {
                throw section.error(tuple.getKeyNode(), "key '" + section.child(key) + "' stands here twice");
            }
        }
        return section;
    }

    /** A key without a value counts as absent. */
    boolean has(String key) {
        return values.containsKey(key) && !Tag.NULL.equals(values.get(key).getTag());
    }

    /** Whether the key stands there, with or without a value. */
    boolean names(String key) {
        return values.containsKey(key);
    }

    Optional<String> text(String key) {
        return has(key) ? Optional.of(scalar(values.get(key), child(key))) : Optional.empty();
    }

    String requiredText(String key) {
        return text(key).orElseThrow(() -> error(node, "'" + child(key) + "' is missing"));
    }

    Optional<Boolean> flag(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        Node value = values.get(key);
        if (!Tag.BOOL.equals(value.getTag())) {
            throw wrong(value, child(key), "true or false");
        }
        return Optional.of(
                Set.of("true", "yes", "on").contains(scalar(value, key).toLowerCase(java.util.Locale.ROOT)));
    }

    Optional<Duration> span(String key) {
        return text(key).map(text -> {
            try {
                return TimeSpans.parse(text);
            } catch (SallyportException e) {
                throw error(values.get(key), "'" + child(key) + "': " + e.userMessage());
            }
        });
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Node item : items(key)) {
            texts.add(scalar(item, child(key)));
        }
        return texts;
    }

    /** A single text counts as a list of one. */
    List<String> oneOrMoreTexts(String key) {
        return has(key) && values.get(key) instanceof ScalarNode ? List.of(requiredText(key)) : texts(key);
    }

    Map<String, String> textMap(String key) {
        Map<String, String> map = new LinkedHashMap<>();
        section(key, Set.of())
                .ifPresent(section ->
                        section.values.forEach((name, value) -> map.put(name, scalar(value, section.child(name)))));
        return map;
    }

    Optional<YamlSection> section(String key, Set<String> known) {
        return has(key) ? Optional.of(of(file, child(key), values.get(key), known)) : Optional.empty();
    }

    List<YamlSection> sections(String key, Set<String> known) {
        List<YamlSection> sections = new ArrayList<>();
        for (Node item : items(key)) {
            sections.add(of(file, child(key) + "[" + sections.size() + "]", item, known));
        }
        return sections;
    }

    /** Runs a constructor that validates; its complaint gets this section's place. */
    <T> T checked(String key, java.util.function.Supplier<T> maker) {
        try {
            return maker.get();
        } catch (SallyportException e) {
            throw error(values.getOrDefault(key, node), e.userMessage());
        }
    }

    SallyportException refuse(String key, String complaint) {
        return error(values.getOrDefault(key, node), "'" + child(key) + "' " + complaint);
    }

    private List<Node> items(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (values.get(key) instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw wrong(values.get(key), child(key), "a list");
    }

    private String scalar(Node value, String where) {
        if (value instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
            return scalar.getValue();
        }
        throw wrong(value, where, "a text");
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private SallyportException wrong(Node at, String where, String wanted) {
        String found =
                switch (at) {
                    case MappingNode ignored -> "a section";
                    case SequenceNode ignored -> "a list";
                    case ScalarNode scalar ->
                        Tag.NULL.equals(scalar.getTag()) ? "nothing" : "'" + scalar.getValue() + "'";
                    default -> "something else";
                };
        return error(at, (where.isEmpty() ? "the file" : "'" + where + "'") + " must be " + wanted + ", not " + found);
    }

    private SallyportException error(Node at, String complaint) {
        return new SallyportException(
                ErrorCode.INVALID_CONFIG,
                "configuration: " + file + " line " + (at.getStartMark().getLine() + 1) + ": " + oneLine(complaint));
    }

    /** What stands in the file is repeated in complaints, which are one line each. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
    }
}
