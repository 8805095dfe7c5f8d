package org.sallyport.agent.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.remote.ClusterAddress;

/**
 * What {@code sallyport.yaml} says.
 *
 * @param dataDir where the agent keeps its state; default {@code /var/lib/sallyport}
 * @param nodeName what people type; default the host's name
 * @param sshPort whether the tunnel goes to the cluster's SSH port instead of inside HTTPS to {@code proxyServer}
 * @param token empty when the agent is expected to have joined already
 * @param caPins any of which the cluster's host CA must have; empty for the system's PKI
 * @param drainTimeout how long live sessions may go on after the agent was told to end; default 10 s
 * @param resumeTimeout how long a session that lost its connection waits for another; default 60 s, zero for not at all
 */
public record AgentConfig(
        Path dataDir,
        String nodeName,
        ClusterAddress proxyServer,
        boolean sshPort,
        Optional<TokenSource> token,
        List<String> caPins,
        Duration drainTimeout,
        Duration resumeTimeout,
        SshServiceConfig ssh) {
    public static final Path DEFAULT_DATA_DIR = Path.of("/var/lib/sallyport");
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_RESUME_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LONGEST_RESUME_TIMEOUT = Duration.ofMinutes(10);
    private static final Pattern NODE_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,126}[A-Za-z0-9])?");
    private static final Pattern CA_PIN = Pattern.compile("sha256:[0-9a-f]{64}");

    public AgentConfig {
        requireNonNull(proxyServer, "proxyServer");
        requireNonNull(token, "token");
        requireNonNull(ssh, "ssh");
        requireNonNull(drainTimeout, "drainTimeout");
        if (resumeTimeout.compareTo(LONGEST_RESUME_TIMEOUT) > 0) {
            throw invalid("resume_timeout must be at most " + LONGEST_RESUME_TIMEOUT.toMinutes() + " minutes");
        }
        caPins = List.copyOf(caPins);
        if (!dataDir.isAbsolute()) {
            throw invalid("data_dir must be an absolute path, not '" + dataDir + "'");
        }
        if (!NODE_NAME.matcher(nodeName).matches()) {
            throw invalid("node_name must be 1 to 128 letters, digits, '.', '_' or '-', with a letter or digit at both"
                    + " ends, not '" + nodeName + "'");
        }
        for (String pin : caPins) {
            if (!CA_PIN.matcher(pin).matches()) {
                throw invalid("ca_pin must look like sha256: and 64 lower-case hex digits, not '" + pin + "'");
            }
        }
        if (!ssh.enabled()) {
            throw invalid("no service is enabled, so there is nothing to do; enable ssh_service");
        }
    }

    public Set<ServiceType> services() {
        return Set.of(ServiceType.SSH);
    }

    private static SallyportException invalid(String message) {
        return new SallyportException(ErrorCode.INVALID_CONFIG, message);
    }
}
