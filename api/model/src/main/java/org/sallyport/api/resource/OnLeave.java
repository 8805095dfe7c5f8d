package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What becomes of a session when somebody left whom it needs. */
public enum OnLeave {
    TERMINATE,
    PAUSE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static OnLeave ofWireName(String name) {
        return Arrays.stream(values())
                .filter(each -> each.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("on_leave must be terminate or pause"));
    }
}
