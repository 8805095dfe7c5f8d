package org.sallyport.persistence.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Small JSON values in text columns. */
public final class JsonText {
    private static final ObjectMapper MAPPER = Json.jsonMapper();
    private static final TypeReference<Map<String, String>> FIELDS = new TypeReference<>() {};
    private static final TypeReference<List<String>> LIST = new TypeReference<>() {};
    private static final TypeReference<Map<String, List<String>>> LISTS = new TypeReference<>() {};

    private JsonText() {}

    public static String ofFields(Map<String, String> fields) {
        return write(fields);
    }

    public static String ofList(List<String> values) {
        return write(values);
    }

    public static String ofLists(Map<String, List<String>> values) {
        return write(values);
    }

    public static Map<String, String> toFields(String json) {
        return read(json, FIELDS);
    }

    public static List<String> toList(String json) {
        return read(json, LIST);
    }

    public static Map<String, List<String>> toLists(String json) {
        return read(json, LISTS);
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    private static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    private static SallyportException broken(JsonProcessingException e) {
        return new SallyportException(
                ErrorCode.INTERNAL, "store: a stored JSON value cannot be read or written", e.getOriginalMessage(), e);
    }
}
