package org.sallyport.api.recording;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/**
 * Where and how sessions are recorded. Two properties in one word: the place (nowhere, at the node, at the proxy, each
 * demanding more than the one before) and whether a session waits for its recording. Neither makes up for the other, so modes
 * are compared and combined by {@link #covers} and {@link #with}, never by their order here.
 */
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
        return place() == Place.AT_PROXY;
    }

    /** Whether a session waits for its recording. */
    public boolean sync() {
        return switch (this) {
            case NODE_SYNC, PROXY_SYNC -> true;
            case OFF, NODE, PROXY -> false;
        };
    }

    /** What does justice to both: the more demanding place, and waiting when one of them has a session wait. */
    public RecordingMode with(RecordingMode other) {
        boolean sync = sync() || other.sync();
        return switch (place().compareTo(other.place()) < 0 ? other.place() : place()) {
            case NOWHERE -> OFF;
            case AT_NODE -> sync ? NODE_SYNC : NODE;
            case AT_PROXY -> sync ? PROXY_SYNC : PROXY;
        };
    }

    /** Whether it demands no less than the other one, in both properties. */
    public boolean covers(RecordingMode other) {
        return with(other) == this;
    }

    private enum Place {
        NOWHERE,
        AT_NODE,
        AT_PROXY
    }

    private Place place() {
        return switch (this) {
            case OFF -> Place.NOWHERE;
            case NODE, NODE_SYNC -> Place.AT_NODE;
            case PROXY, PROXY_SYNC -> Place.AT_PROXY;
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
