package org.sallyport.api.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** As what somebody takes part in another's session. */
public enum SessionMode {
    /** Sees what the session prints. */
    OBSERVER,
    /** Also types. */
    PEER,
    /** Types nothing, but may end the session for all. */
    MODERATOR;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for any other word */
    @JsonCreator
    public static SessionMode of(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the mode must be observer, peer or moderator"));
    }
}
