package org.sallyport.api.resource;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Checks that several specs share; every message names the field's path. */
final class Specs {
    private static final int MAX_ENTRIES = 1024;
    private static final int MAX_EXPRESSION = 4096;
    private static final int MAX_LINE = 128;
    private static final int MAX_POLICIES = 64;

    private Specs() {}

    static List<String> names(String path, List<String> values) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > MAX_ENTRIES) {
            throw invalid(path + " has more than " + MAX_ENTRIES + " entries");
        }
        for (String value : values) {
            if (value == null || value.isBlank() || value.chars().anyMatch(Character::isISOControl)) {
                throw invalid(path + " has an entry that is empty or holds a control character");
            }
        }
        return List.copyOf(new LinkedHashSet<>(values));
    }

    static List<String> nonEmptyNames(String path, List<String> values) {
        List<String> checked = names(path, values);
        if (checked.isEmpty()) {
            throw invalid(path + " needs at least one entry");
        }
        return checked;
    }

    /** At most 128 characters on one line; never null. */
    static String line(String path, String text) {
        String checked = text == null ? "" : text.strip();
        if (checked.length() > MAX_LINE || checked.chars().anyMatch(Character::isISOControl)) {
            throw invalid(path + " must be one line of at most " + MAX_LINE + " characters");
        }
        return checked;
    }

    static <T> List<T> policies(String path, List<T> policies) {
        if (policies != null && policies.size() > MAX_POLICIES) {
            throw invalid(path + " has more than " + MAX_POLICIES + " entries");
        }
        return policies == null ? List.of() : List.copyOf(policies);
    }

    static Map<String, List<String>> listMap(String path, Map<String, List<String>> map) {
        if (map == null) {
            return Map.of();
        }
        Map<String, List<String>> copy = new TreeMap<>();
        map.forEach((key, values) -> {
            if (key == null || key.isBlank()) {
                throw invalid(path + " has an empty key");
            }
            copy.put(key, names(path + "." + key, values));
        });
        return java.util.Collections.unmodifiableMap(copy);
    }

    /** @return never null; what stands in it is for whoever evaluates it to check */
    static String expression(String path, String text) {
        if (text == null || text.isBlank()) {
            return "";
        }
        if (text.length() > MAX_EXPRESSION) {
            throw invalid(path + " is longer than " + MAX_EXPRESSION + " characters");
        }
        return text.strip();
    }

    static SallyportException invalid(String message) {
        return new SallyportException(ErrorCode.INVALID_RESOURCE, message);
    }
}
