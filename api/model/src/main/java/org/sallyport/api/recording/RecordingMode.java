package org.sallyport.api.recording;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** Where and how sessions are recorded, from the least to the most demanding. */
public enum RecordingMode {
    /** Not at all. */
    OFF,
    /** By the agent, on its disk first; sent in the background. */
    NODE,
    /** By the proxy, where the session's SSH ends; on its disk first and sent in the background. */
    PROXY,
    /** By the agent, straight to the Auth Service; a session that gets ahead of it by more than a second waits. */
    NODE_SYNC,
    /** By the proxy, where the session's SSH ends, and otherwise as {@link #NODE_SYNC}. */
    PROXY_SYNC;

    /** Whether SSH ends at the proxy for it. */
    public boolean atProxy() {
        return switch (this) {
            case PROXY, PROXY_SYNC -> true;
            case OFF, NODE, NODE_SYNC -> false;
        };
    }

    /** Whether a session waits for its recording. */
    public boolean sync() {
        return switch (this) {
            case NODE_SYNC, PROXY_SYNC -> true;
            case OFF, NODE, PROXY -> false;
        };
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Also as YAML 1.1 has it, where the bare word {@code off} is the truth value. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static RecordingMode read(Object value) {
        return Boolean.FALSE.equals(value) ? OFF : ofWireName(String.valueOf(value));
    }

    public static RecordingMode ofWireName(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the recording mode must be node, node-sync, proxy, proxy-sync or off"));
    }
}
