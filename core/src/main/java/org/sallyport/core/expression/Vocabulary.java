package org.sallyport.core.expression;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The names that expressions of one purpose may use.
 *
 * @param fields dotted names, e.g. {@code user.metadata.name}
 * @param maps dotted names that take a key, as {@code labels["env"]} or {@code labels.env}; the type is that of a value
 */
public record Vocabulary(Map<String, Type> fields, Map<String, Type> maps) {
    public Vocabulary {
        fields = Map.copyOf(fields);
        maps = Map.copyOf(maps);
    }

    /** @return the field or the value of a map that a dotted path names */
    Optional<Node> resolve(String path) {
        if (fields.containsKey(path)) {
            return Optional.of(new Node.Field(path, fields.get(path)));
        }
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            String map = path.substring(0, dot);
            if (maps.containsKey(map)) {
                return Optional.of(new Node.Entry(map, path.substring(dot + 1), maps.get(map)));
            }
        }
        return Optional.empty();
    }

    String known() {
        TreeSet<String> names = new TreeSet<>(fields.keySet());
        maps.keySet().forEach(map -> names.add(map + "[\"...\"]"));
        return String.join(", ", names);
    }
}
