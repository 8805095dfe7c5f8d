package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happens when a safeguard cannot be upheld: go on as well as possible, or not at all. Strict wins over roles. */
public enum Strictness {
    BEST_EFFORT,
    STRICT;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
