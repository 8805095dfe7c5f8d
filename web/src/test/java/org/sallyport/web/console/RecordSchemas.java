package org.sallyport.web.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sallyport.web.json.RestJson;

/** Records of the API as schemas of OpenAPI, one line per property. */
final class RecordSchemas {
    private final Set<String> nullable;
    private final Set<String> neverEmpty;
    private final Map<String, List<String>> schemas = new TreeMap<>();

    /**
     * @param nullable components that may be null, as {@code Record.component}
     * @param neverEmpty texts that are always there, of records that leave out empty ones
     */
    RecordSchemas(Set<String> nullable, Set<String> neverEmpty) {
        this.nullable = nullable;
        this.neverEmpty = neverEmpty;
    }

    List<String> lines(List<Class<?>> roots) {
        roots.forEach(this::add);
        return schemas.values().stream().flatMap(List::stream).toList();
    }

    private void add(Class<?> type) {
        if (schemas.containsKey(type.getSimpleName())) {
            return;
        }
        List<String> lines = new ArrayList<>();
        schemas.put(type.getSimpleName(), lines);
        JsonInclude include = type.getAnnotation(JsonInclude.class);
        boolean leavesOutEmpty = include != null && include.value() == JsonInclude.Include.NON_EMPTY;
        List<String> required = new ArrayList<>();
        lines.add("    " + type.getSimpleName() + ":");
        lines.add("      type: object");
        lines.add("      properties:");
        for (RecordComponent component : type.getRecordComponents()) {
            String name = new PropertyNamingStrategies.SnakeCaseStrategy().translate(component.getName());
            String path = type.getSimpleName() + "." + component.getName();
            boolean mayBeNull = nullable.contains(path);
            boolean mayBeAway = component.getType() == Optional.class
                    || (leavesOutEmpty && canBeEmpty(component.getType()) && !neverEmpty.contains(path));
            if (!mayBeNull && !mayBeAway) {
                required.add(name);
            }
            lines.add("        " + name + ": " + schema(component.getGenericType(), mayBeNull));
        }
        if (!required.isEmpty()) {
            lines.add("      required: [" + String.join(", ", required) + "]");
        }
    }

    private static boolean canBeEmpty(Class<?> type) {
        return type == String.class || Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }

    private String schema(Type type, boolean mayBeNull) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            Type[] arguments = generic.getActualTypeArguments();
            if (raw == Optional.class) {
                return schema(arguments[0], mayBeNull);
            }
            if (Collection.class.isAssignableFrom(raw)) {
                return "{type: array, items: " + schema(arguments[0], false) + "}";
            }
            return "{type: object, additionalProperties: " + schema(arguments[1], false) + "}";
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            add(plain);
            return "{$ref: '#/components/schemas/" + plain.getSimpleName() + "'}";
        }
        if (plain.isEnum()) {
            return "{type: string, enum: [" + words(plain) + "]}";
        }
        String name = plain == boolean.class || plain == Boolean.class
                ? "boolean"
                : plain == int.class || plain == long.class || plain == Integer.class ? "integer" : "string";
        return mayBeNull ? "{type: [" + name + ", 'null']}" : "{type: " + name + "}";
    }

    private static String words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(each -> RestJson.mapper().convertValue(each, String.class))
                .collect(Collectors.joining(", "));
    }
}
