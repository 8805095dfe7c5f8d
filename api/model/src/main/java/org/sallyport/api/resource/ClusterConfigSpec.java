package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one resource {@code cluster_config/cluster}: names and addresses (all changeable; the cluster's identity is its
 * UUID, not kept here) and cluster-wide defaults.
 *
 * @param clusterName DNS-like; the suffix of node names for plain ssh ({@code node.<clusterName>})
 * @param publicAddress {@code host:port} of the HTTPS port as people and agents reach it
 * @param sshAddress {@code host:port} of the SSH port as people and agents reach it; empty when there is none and SSH
 *     only goes inside HTTPS
 * @param keepAliveInterval of tunnels; default 15 s; a tunnel is dead after three missed ones
 * @param heartbeatInterval of agents; default 30 s
 * @param sshAlgorithms what SSH may use, at the proxy and at agents; absent means all that is known
 * @param lockMode what happens to people when locks cannot be known to be current; absent means best effort. A role may
 *     be stricter ({@code options.lock}), not laxer
 * @param authentication of local users; absent means the defaults
 * @param sessionRecording of all sessions, where roles do not say otherwise; absent means the defaults
 * @param audit how long the audit log is kept; absent means the defaults
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ClusterConfigSpec(
        String clusterName,
        String publicAddress,
        String sshAddress,
        Duration keepAliveInterval,
        Duration heartbeatInterval,
        Optional<SshAlgorithms> sshAlgorithms,
        Optional<Strictness> lockMode,
        Optional<AuthenticationPolicy> authentication,
        Optional<SessionRecording> sessionRecording,
        Optional<AuditPolicy> audit)
        implements ResourceSpec {
    public static final String NAME = "cluster";
    private static final Pattern CLUSTER_NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

    /** With locks by best effort and the default authentication. */
    public ClusterConfigSpec(
            String clusterName,
            String publicAddress,
            String sshAddress,
            Duration keepAliveInterval,
            Duration heartbeatInterval,
            Optional<SshAlgorithms> sshAlgorithms) {
        this(clusterName, publicAddress, sshAddress, keepAliveInterval, heartbeatInterval, sshAlgorithms, null, null);
    }

    /** With the default recordings and audit log. */
    public ClusterConfigSpec(
            String clusterName,
            String publicAddress,
            String sshAddress,
            Duration keepAliveInterval,
            Duration heartbeatInterval,
            Optional<SshAlgorithms> sshAlgorithms,
            Optional<Strictness> lockMode,
            Optional<AuthenticationPolicy> authentication) {
        this(
                clusterName,
                publicAddress,
                sshAddress,
                keepAliveInterval,
                heartbeatInterval,
                sshAlgorithms,
                lockMode,
                authentication,
                null,
                null);
    }

    public ClusterConfigSpec {
        if (clusterName == null || !CLUSTER_NAME.matcher(clusterName).matches()) {
            throw Specs.invalid("spec.cluster_name must be a lower-case DNS name of at most 63 characters");
        }
        publicAddress = address("spec.public_address", publicAddress);
        sshAddress = sshAddress == null || sshAddress.isEmpty() ? "" : address("spec.ssh_address", sshAddress);
        keepAliveInterval = Optional.ofNullable(keepAliveInterval).orElse(Duration.ofSeconds(15));
        heartbeatInterval = Optional.ofNullable(heartbeatInterval).orElse(Duration.ofSeconds(30));
        if (keepAliveInterval.toMillis() < 1000 || heartbeatInterval.toMillis() < 1000) {
            throw Specs.invalid("spec.keep_alive_interval and spec.heartbeat_interval must be at least 1s");
        }
        sshAlgorithms = sshAlgorithms == null ? Optional.empty() : sshAlgorithms;
        lockMode = lockMode == null ? Optional.empty() : lockMode;
        authentication = authentication == null ? Optional.empty() : authentication;
        sessionRecording = sessionRecording == null ? Optional.empty() : sessionRecording;
        audit = audit == null ? Optional.empty() : audit;
    }

    public AuthenticationPolicy authenticationPolicy() {
        return authentication.orElse(AuthenticationPolicy.DEFAULTS);
    }

    public SessionRecording recordingPolicy() {
        return sessionRecording.orElse(SessionRecording.DEFAULTS);
    }

    public AuditPolicy auditPolicy() {
        return audit.orElse(AuditPolicy.DEFAULTS);
    }

    public SshAlgorithms allowedAlgorithms() {
        return sshAlgorithms.orElse(SshAlgorithms.ALL);
    }

    private static String address(String path, String value) {
        if (value == null || !value.matches("[^\\s/]+:[0-9]{1,5}")) {
            throw Specs.invalid(path + " must be host:port");
        }
        return value;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.CLUSTER_CONFIG;
    }
}
