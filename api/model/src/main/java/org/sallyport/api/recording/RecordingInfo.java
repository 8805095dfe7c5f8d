package org.sallyport.api.recording;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * What a recording is of, as the one who makes it knows. Strings are empty, never null, when they do not apply.
 *
 * @param sessionId UUID; also that of the session's audit events
 * @param login the OS account
 * @param node its name; which host it is says the certificate of who sends it
 * @param kind {@code shell} or {@code exec}
 * @param command whole, of an exec
 * @param columns 0 without a terminal
 * @param rows 0 without a terminal
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RecordingInfo(
        String sessionId,
        String user,
        String login,
        String node,
        String address,
        String kind,
        String command,
        RecordingMode mode,
        int columns,
        int rows,
        Instant started) {
    public RecordingInfo {
        requireNonNull(sessionId, "sessionId");
        requireNonNull(user, "user");
        requireNonNull(login, "login");
        requireNonNull(node, "node");
        address = address == null ? "" : address;
        requireNonNull(kind, "kind");
        command = command == null ? "" : command;
        requireNonNull(mode, "mode");
        requireNonNull(started, "started");
    }
}
