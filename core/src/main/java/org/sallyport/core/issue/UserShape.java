package org.sallyport.core.issue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.core.access.SessionOptions;
import org.sallyport.core.ca.ExtensionJson;

/** What a person's certificate may say, and how. */
final class UserShape {
    private UserShape() {}

    static void authorise(UserIssue issue) {
        if (issue.sshKey().isEmpty() && issue.tlsKey().isEmpty()) {
            throw CertificateIssuer.refused(ErrorCode.INVALID_ARGUMENT, "no public key was sent");
        }
        if (issue.roles().isEmpty()) {
            throw CertificateIssuer.refused(ErrorCode.ACCESS_DENIED, "user " + issue.user() + " has no role");
        }
        if (issue.ttl().compareTo(Duration.ofSeconds(1)) < 0) {
            throw CertificateIssuer.refused(
                    ErrorCode.INVALID_ARGUMENT, "its life would be shorter than a second. Log in again");
        }
        if (issue.ttl().compareTo(issue.options().maxSessionTtl()) > 0
                || issue.ttl().compareTo(RoleOptions.LONGEST_TTL) > 0) {
            throw CertificateIssuer.refused(
                    ErrorCode.ACCESS_DENIED,
                    "the roles of " + issue.user() + " allow at most "
                            + issue.options().maxSessionTtl() + ". Ask for a shorter life");
        }
        if (issue.options().pinSourceIp() && issue.address().isEmpty()) {
            throw CertificateIssuer.refused(
                    ErrorCode.ACCESS_DENIED,
                    "the roles of " + issue.user()
                            + " bind certificates to an address, and from where this was asked is" + " not known");
        }
        if (issue.user().startsWith(CertificateNames.AGENT_PRINCIPAL_PREFIX)) {
            throw CertificateIssuer.refused(ErrorCode.INVALID_ARGUMENT, "a user's name must not look like an agent's");
        }
    }

    static Optional<String> onlyFrom(UserIssue issue) {
        // a range in any case: an address alone is no CIDR to some servers, MINA among them
        String range = issue.address() + (issue.address().contains(":") ? "/128" : "/32");
        return issue.options().pinSourceIp() ? Optional.of(range) : Optional.empty();
    }

    static Map<String, String> extensions(UserIssue issue) {
        Map<String, String> extensions = new HashMap<>();
        extensions.put(CertificateNames.ROLES, ExtensionJson.ofStrings(issue.roles()));
        extensions.put(CertificateNames.TRAITS, ExtensionJson.ofTraits(issue.traits()));
        extensions.put(CertificateNames.CLUSTER, issue.clusterId());
        if (!issue.address().isEmpty()) {
            extensions.put(CertificateNames.LOGIN_IP, issue.address());
        }
        issue.loginMfa().ifPresent(device -> extensions.put(CertificateNames.LOGIN_MFA, device));
        issue.sessionMfa().ifPresent(shown -> {
            extensions.put(CertificateNames.MFA, shown.device());
            extensions.put(CertificateNames.MFA_TARGET, shown.hostId());
        });
        SessionOptions options = issue.options();
        flag(extensions, "permit-pty", options.permitPty());
        flag(extensions, "permit-port-forwarding", options.portForwarding());
        flag(extensions, "permit-agent-forwarding", options.forwardAgent());
        flag(extensions, CertificateNames.SESSION_MFA, options.requireSessionMfa());
        return extensions;
    }

    private static void flag(Map<String, String> extensions, String name, boolean permitted) {
        if (permitted) {
            extensions.put(name, "");
        }
    }
}
