package org.sallyport.api.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** Where a live session stands. */
public enum LiveState {
    RUNNING,
    /** Its process is not started before those have joined whom the starter's roles want there. */
    WAITING,
    /** One of them left: nothing goes in or out until they are there again. */
    PAUSED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for any other word */
    @JsonCreator
    public static LiveState of(String name) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the state must be running, waiting or paused"));
    }
}
