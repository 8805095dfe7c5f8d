package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Optional;
import org.sallyport.api.recording.RecordingMode;

/**
 * Options of a role and how several roles merge: durations and counts by the smallest, permissions ({@code forwardAgent},
 * {@code portForwarding}) by OR, {@code sshFileCopy} and {@code permitPty} by AND, demands ({@code disconnectExpiredCert},
 * {@code pinSourceIp}, {@code requireSessionMfa}) by OR, strict before best effort.
 *
 * @param maxSessionTtl longest life of a certificate, 1 minute to 30 hours; default 12 hours
 * @param forwardAgent whether ssh-agent forwarding is allowed; default false
 * @param portForwarding whether -L, -R and -D are allowed; default true
 * @param sshFileCopy whether sftp and scp are allowed; default true
 * @param permitPty whether a terminal is allowed; default true
 * @param disconnectExpiredCert whether a live session ends when its certificate expires; default false
 * @param clientIdleTimeout ends a session without traffic; absent means never
 * @param maxSessions live sessions of one connection; absent means no limit
 * @param maxConnections connections to nodes that a user has at a time; absent means no limit
 * @param pinSourceIp whether a certificate may only be used from the address that asked for it; default false
 * @param requireSessionMfa whether each connection needs a certificate made for it with a second factor; default false
 * @param lock whether locks must be known to be current; default best effort
 * @param recordSession whether a session ends when it cannot be recorded; default best effort
 * @param recordingMode where and how sessions are recorded; absent means as the cluster says
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RoleOptions(
        Optional<Duration> maxSessionTtl,
        Optional<Boolean> forwardAgent,
        Optional<Boolean> portForwarding,
        Optional<Boolean> sshFileCopy,
        Optional<Boolean> permitPty,
        Optional<Boolean> disconnectExpiredCert,
        Optional<Duration> clientIdleTimeout,
        Optional<Integer> maxSessions,
        Optional<Integer> maxConnections,
        Optional<Boolean> pinSourceIp,
        Optional<Boolean> requireSessionMfa,
        Optional<Strictness> lock,
        Optional<Strictness> recordSession,
        Optional<RecordingMode> recordingMode) {
    public static final Duration LONGEST_TTL = Duration.ofHours(30);
    public static final RoleOptions DEFAULTS = new RoleOptions(null, null, null, null, null, null, null, null);

    /** Without the demands on connections and certificates. */
    public RoleOptions(
            Optional<Duration> maxSessionTtl,
            Optional<Boolean> forwardAgent,
            Optional<Boolean> portForwarding,
            Optional<Boolean> sshFileCopy,
            Optional<Boolean> permitPty,
            Optional<Boolean> disconnectExpiredCert,
            Optional<Duration> clientIdleTimeout,
            Optional<Integer> maxSessions) {
        this(
                maxSessionTtl,
                forwardAgent,
                portForwarding,
                sshFileCopy,
                permitPty,
                disconnectExpiredCert,
                clientIdleTimeout,
                maxSessions,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public RoleOptions {
        maxSessionTtl = orEmpty(maxSessionTtl);
        forwardAgent = orEmpty(forwardAgent);
        portForwarding = orEmpty(portForwarding);
        sshFileCopy = orEmpty(sshFileCopy);
        permitPty = orEmpty(permitPty);
        disconnectExpiredCert = orEmpty(disconnectExpiredCert);
        clientIdleTimeout = orEmpty(clientIdleTimeout);
        maxSessions = orEmpty(maxSessions);
        maxConnections = orEmpty(maxConnections);
        pinSourceIp = orEmpty(pinSourceIp);
        requireSessionMfa = orEmpty(requireSessionMfa);
        lock = orEmpty(lock);
        recordSession = orEmpty(recordSession);
        recordingMode = orEmpty(recordingMode);
        maxSessionTtl.ifPresent(ttl -> {
            if (ttl.compareTo(Duration.ofMinutes(1)) < 0 || ttl.compareTo(LONGEST_TTL) > 0) {
                throw Specs.invalid("spec.options.max_session_ttl must be between 1m and 30h");
            }
        });
        clientIdleTimeout.ifPresent(idle -> {
            if (idle.isNegative() || idle.isZero()) {
                throw Specs.invalid("spec.options.client_idle_timeout must be longer than 0");
            }
        });
        maxSessions.ifPresent(count -> requirePositive("max_sessions", count));
        maxConnections.ifPresent(count -> requirePositive("max_connections", count));
    }

    private static void requirePositive(String option, int count) {
        if (count < 1) {
            throw Specs.invalid("spec.options." + option + " must be at least 1");
        }
    }

    private static <T> Optional<T> orEmpty(Optional<T> value) {
        return value == null ? Optional.empty() : value;
    }
}
