package org.sallyport.api.resource;

import java.util.Map;
import java.util.TreeMap;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Bounds of label maps, the same wherever labels come from. */
public final class Labels {
    public static final int MAX_LABELS = 64;
    public static final int MAX_LENGTH = 256;

    private Labels() {}

    /** @return an immutable, key-sorted copy; null becomes empty; throws INVALID_RESOURCE naming {@code path}. */
    public static Map<String, String> checked(String path, Map<String, String> labels) {
        if (labels == null) {
            return Map.of();
        }
        if (labels.size() > MAX_LABELS) {
            throw invalid(path + " has more than " + MAX_LABELS + " entries");
        }
        labels.forEach((key, value) -> {
            if (key == null || key.isBlank() || key.length() > MAX_LENGTH) {
                throw invalid(path + " has a key that is empty or longer than " + MAX_LENGTH + " characters");
            }
            if (value == null || value.length() > MAX_LENGTH) {
                throw invalid(path + "." + key + " has no value or one longer than " + MAX_LENGTH + " characters");
            }
        });
        return java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    private static SallyportException invalid(String message) {
        return new SallyportException(ErrorCode.INVALID_RESOURCE, message);
    }
}
