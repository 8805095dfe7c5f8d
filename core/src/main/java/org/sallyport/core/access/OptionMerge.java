package org.sallyport.core.access;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.Strictness;

/**
 * How the options of several roles become one set. A role that does not set an option has no say in it; only when no
 * role sets it the default counts.
 *
 * <table>
 * <caption>Rules</caption>
 * <tr><td>max_session_ttl</td><td>shortest</td><td>default 12 h</td></tr>
 * <tr><td>client_idle_timeout</td><td>shortest</td><td>default never</td></tr>
 * <tr><td>max_sessions</td><td>fewest</td><td>default no limit</td></tr>
 * <tr><td>forward_agent</td><td>OR</td><td>default false</td></tr>
 * <tr><td>port_forwarding</td><td>OR</td><td>default true</td></tr>
 * <tr><td>ssh_file_copy</td><td>AND</td><td>default true</td></tr>
 * <tr><td>permit_pty</td><td>AND</td><td>default true</td></tr>
 * <tr><td>disconnect_expired_cert</td><td>OR</td><td>default false</td></tr>
 * <tr><td>max_connections</td><td>fewest</td><td>default no limit</td></tr>
 * <tr><td>pin_source_ip, require_session_mfa</td><td>OR</td><td>default false</td></tr>
 * <tr><td>lock, record_session</td><td>strictest</td><td>default best_effort</td></tr>
 * <tr><td>recording_mode</td><td>place: proxy before node before off; sync: OR</td><td>default as the cluster says</td></tr>
 * </table>
 */
final class OptionMerge {
    private static final Duration DEFAULT_TTL = Duration.ofHours(12);

    private OptionMerge() {}

    static SessionOptions merge(Collection<Resource<RoleSpec>> roles) {
        List<RoleOptions> all =
                roles.stream().map(role -> role.spec().options()).toList();
        return new SessionOptions(
                smallest(all, RoleOptions::maxSessionTtl).orElse(DEFAULT_TTL),
                or(all, RoleOptions::forwardAgent, false),
                or(all, RoleOptions::portForwarding, true),
                and(all, RoleOptions::sshFileCopy),
                and(all, RoleOptions::permitPty),
                or(all, RoleOptions::disconnectExpiredCert, false),
                smallest(all, RoleOptions::clientIdleTimeout),
                smallest(all, RoleOptions::maxSessions),
                smallest(all, RoleOptions::maxConnections),
                or(all, RoleOptions::pinSourceIp, false),
                or(all, RoleOptions::requireSessionMfa, false),
                strictest(all, RoleOptions::lock),
                strictest(all, RoleOptions::recordSession),
                all.stream()
                        .map(RoleOptions::recordingMode)
                        .flatMap(Optional::stream)
                        .reduce(RecordingMode::with));
    }

    private static <T extends Comparable<T>> Optional<T> smallest(
            List<RoleOptions> all, Function<RoleOptions, Optional<T>> option) {
        return all.stream().map(option).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    private static Strictness strictest(List<RoleOptions> all, Function<RoleOptions, Optional<Strictness>> option) {
        return all.stream()
                .map(option)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(Strictness.BEST_EFFORT);
    }

    private static boolean or(List<RoleOptions> all, Function<RoleOptions, Optional<Boolean>> option, boolean unset) {
        List<Boolean> votes = all.stream().map(option).flatMap(Optional::stream).toList();
        return votes.isEmpty() ? unset : votes.contains(true);
    }

    private static boolean and(List<RoleOptions> all, Function<RoleOptions, Optional<Boolean>> option) {
        return all.stream().map(option).flatMap(Optional::stream).allMatch(vote -> vote);
    }
}
