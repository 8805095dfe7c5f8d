package org.sallyport.api.recording;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the Auth Service has of a recording. */
public enum RecordingState {
    /** More may come. */
    LIVE,
    /** Every segment up to the last one. */
    COMPLETE,
    /** Some are missing and are not waited for any more; they are taken all the same when they come. */
    INCOMPLETE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<RecordingState> find(String name) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(name))
                .findFirst();
    }

    @JsonCreator
    public static RecordingState ofWireName(String name) {
        return find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("a recording's state is one of live, complete and incomplete"));
    }
}
