package org.sallyport.ejb.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.core.cluster.ClusterService;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.mfa.WebAuthnSite;

/** Where security keys of this cluster are used now, and what they call its users. */
@ApplicationScoped
public class KeySite {
    private final ClusterService cluster;

    /** For the container's proxy. */
    protected KeySite() {
        this(null);
    }

    @Inject
    public KeySite(ClusterService cluster) {
        this.cluster = cluster;
    }

    Optional<WebAuthnSite> current() {
        return WebAuthnSite.of(cluster.info().publicAddress());
    }

    /** @throws SallyportException INVALID_ARGUMENT */
    WebAuthnSite require() {
        return current()
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.INVALID_ARGUMENT,
                        "Auth Service: security keys need a host name, and this cluster's public address is '"
                                + cluster.info().publicAddress() + "'; an administrator can give it a name"
                                + " (cluster_config, spec.public_address)"));
    }

    String clusterName() {
        return cluster.info().clusterName();
    }

    boolean usable(MfaDevice device) {
        return switch (device.proof()) {
            case MfaDevice.Totp totp -> true;
            case MfaDevice.WebAuthn key ->
                current().map(site -> site.rpId().equals(key.rpId())).orElse(false);
        };
    }

    /**
     * Opaque to the key, the same for all keys of a user; with the cluster in it, because clusters on one host share the
     * relying party and one's passkey would replace the other's.
     */
    String userHandle(String user) {
        ClusterInfo info = cluster.info();
        byte[] digest = Secrets.sha256(("user:" + info.clusterId() + ":" + user).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    /** A key that the browser would not even offer: said in words instead of a silent failure. */
    SallyportException otherHost(String device, String rpId) {
        return new SallyportException(
                ErrorCode.SECURITY_KEY_UNUSABLE,
                "Auth Service: security key '" + device + "' was registered for " + rpId
                        + ", and this cluster is now at "
                        + cluster.info().publicAddress() + ", where browsers do not offer it; sign in with another"
                        + " device or a recovery code, add the key again and remove the old entry");
    }
}
