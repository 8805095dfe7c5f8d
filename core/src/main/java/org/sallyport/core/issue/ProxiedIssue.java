package org.sallyport.core.issue;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.core.ca.ExtensionJson;
import org.sallyport.core.identity.SshIdentity.UserIdentity;

/**
 * What a certificate is to say that a proxy shows in a user's name. The caller has decided that the user may.
 *
 * @param user as the user's own certificate says
 * @param key of the proxy, for this one connection
 * @param address of the user
 */
public record ProxiedIssue(UserIdentity user, String login, PublicKey key, String address, String clusterId) {
    private static final String STANDARD = "permit-";

    public ProxiedIssue {
        requireNonNull(user, "user");
        requireNonNull(login, "login");
        requireNonNull(key, "key");
        requireNonNull(address, "address");
        requireNonNull(clusterId, "clusterId");
    }

    CertificateIssuer.Owner owner() {
        return new CertificateIssuer.Owner(user.user(), address);
    }

    /** OpenSSH's own, as the user has them. */
    Map<String, String> permits() {
        Map<String, String> permits = new HashMap<>();
        user.permits().stream().filter(name -> name.startsWith(STANDARD)).forEach(name -> permits.put(name, ""));
        return permits;
    }

    /** All that the user's own certificate has, and whose it is. */
    Map<String, String> extensions() {
        Map<String, String> extensions = permits();
        extensions.put(CertificateNames.ROLES, ExtensionJson.ofStrings(user.roles()));
        extensions.put(CertificateNames.TRAITS, ExtensionJson.ofTraits(user.traits()));
        extensions.put(CertificateNames.CLUSTER, clusterId);
        extensions.put(CertificateNames.PROXIED, Long.toUnsignedString(user.serial()));
        if (!user.loginIp().isEmpty()) {
            extensions.put(CertificateNames.LOGIN_IP, user.loginIp());
        }
        user.loginMfa().ifPresent(device -> extensions.put(CertificateNames.LOGIN_MFA, device));
        user.mfa().ifPresent(shown -> {
            extensions.put(CertificateNames.MFA, shown.device());
            extensions.put(CertificateNames.MFA_TARGET, shown.hostId());
        });
        return extensions;
    }
}
