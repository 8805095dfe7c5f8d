package org.sallyport.api.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Refuses fields that a record does not have, before any record is made: Jackson would call the constructor first, and a
 * misspelt mandatory field would be reported as missing.
 */
final class UnknownFields {
    private UnknownFields() {}

    static void refuse(JsonNode node, Type type, String path, DocumentLines lines) {
        if (type instanceof Class<?> record && record.isRecord() && node.isObject()) {
            refuseInRecord(node, record, path, lines);
        } else if (type instanceof ParameterizedType generic) {
            Type content = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (node.isArray()) {
                for (int index = 0; index < node.size(); index++) {
                    refuse(node.get(index), content, path + "[" + index + "]", lines);
                }
            } else if (generic.getRawType() == Map.class) {
                node.properties()
                        .forEach(entry -> refuse(entry.getValue(), content, path + "." + entry.getKey(), lines));
            } else {
                refuse(node, content, path, lines);
            }
        }
    }

    private static void refuseInRecord(JsonNode node, Class<?> record, String path, DocumentLines lines) {
        Map<String, Type> known = new TreeMap<>();
        Arrays.stream(record.getRecordComponents())
                .forEach(component -> known.put(wireName(component), component.getGenericType()));
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            String field = path + "." + name;
            if (!known.containsKey(name)) {
                throw DocumentFault.at(
                        lines, field, field + " is not known here: use " + String.join(", ", known.keySet()));
            }
            refuse(node.get(name), known.get(name), field, lines);
        }
    }

    private static String wireName(RecordComponent component) {
        return ((PropertyNamingStrategies.NamingBase) PropertyNamingStrategies.SNAKE_CASE)
                .translate(component.getName());
    }
}
