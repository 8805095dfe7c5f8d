package org.sallyport.core.expression;

import java.util.List;
import java.util.Map;

/** What the names of a {@link Vocabulary} mean in one case. What is not there is an empty list, as text an empty one. */
public record Environment(Map<String, List<String>> fields, Map<String, Map<String, List<String>>> maps) {
    public Environment {
        fields = Map.copyOf(fields);
        maps = Map.copyOf(maps);
    }

    List<String> field(String name) {
        return fields.getOrDefault(name, List.of());
    }

    List<String> entry(String map, String key) {
        return map(map).getOrDefault(key, List.of());
    }

    Map<String, List<String>> map(String name) {
        return maps.getOrDefault(name, Map.of());
    }
}
