package org.sallyport.core.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.codec.TimeSpans;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.Strictness;

/** The options of all roles that apply, merged; see {@link org.sallyport.api.resource.RoleOptions}. */
public record SessionOptions(
        Duration maxSessionTtl,
        boolean forwardAgent,
        boolean portForwarding,
        boolean sshFileCopy,
        boolean permitPty,
        boolean disconnectExpiredCert,
        Optional<Duration> clientIdleTimeout,
        Optional<Integer> maxSessions,
        Optional<Integer> maxConnections,
        boolean pinSourceIp,
        boolean requireSessionMfa,
        Strictness lock,
        Strictness recordSession,
        Optional<RecordingMode> recordingMode) {
    /** Without demands on connections and certificates. */
    public SessionOptions(
            Duration maxSessionTtl,
            boolean forwardAgent,
            boolean portForwarding,
            boolean sshFileCopy,
            boolean permitPty,
            boolean disconnectExpiredCert,
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
                Optional.empty(),
                false,
                false,
                Strictness.BEST_EFFORT,
                Strictness.BEST_EFFORT,
                Optional.empty());
    }

    /** By the names that roles use, for people. */
    public Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        described.put("max_session_ttl", TimeSpans.format(maxSessionTtl));
        described.put(
                "client_idle_timeout", clientIdleTimeout.map(TimeSpans::format).orElse("never"));
        described.put("max_sessions", maxSessions.map(String::valueOf).orElse("no limit"));
        described.put("max_connections", maxConnections.map(String::valueOf).orElse("no limit"));
        described.put("permit_pty", String.valueOf(permitPty));
        described.put("ssh_file_copy", String.valueOf(sshFileCopy));
        described.put("port_forwarding", String.valueOf(portForwarding));
        described.put("forward_agent", String.valueOf(forwardAgent));
        described.put("disconnect_expired_cert", String.valueOf(disconnectExpiredCert));
        described.put("pin_source_ip", String.valueOf(pinSourceIp));
        described.put("require_session_mfa", String.valueOf(requireSessionMfa));
        described.put("lock", lock.wireName());
        described.put("record_session", recordSession.wireName());
        described.put(
                "recording_mode", recordingMode.map(RecordingMode::wireName).orElse("as the cluster says"));
        return described;
    }
}
