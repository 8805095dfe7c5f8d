package org.sallyport.ejb.cluster;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.util.Base64;
import java.util.List;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.rest.AuthoritiesAnswer;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.api.rest.TlsBinding;
import org.sallyport.core.ca.CaPins;
import org.sallyport.core.ca.TlsBindings;
import org.sallyport.core.caller.Unauthenticated;
import org.sallyport.core.cluster.ClusterService;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.TlsKeys;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.feed.Directory;

/** See {@link ClusterService}. From memory only: it answers while the store is away. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(ClusterService.class)
@Interceptors(Translated.class)
public class ClusterServiceBean implements ClusterService {
    private static final int MIN_NONCE = 16;
    private static final int MAX_NONCE = 64;

    private final TrustCache trust;
    private final Directory directory;
    private final ServerKeyHolder serverKeys;
    private final ProductVersion version;
    private volatile Pinned pinned = new Pinned(List.of(), List.of());

    private record Pinned(List<Authority> authorities, List<String> pins) {}

    /** For the container. */
    public ClusterServiceBean() {
        this(null, null, null, null);
    }

    @Inject
    public ClusterServiceBean(
            TrustCache trust, Directory directory, ServerKeyHolder serverKeys, ProductVersion version) {
        this.trust = trust;
        this.directory = directory;
        this.serverKeys = serverKeys;
        this.version = version;
    }

    @Override
    @Unauthenticated("a client needs it before it can log in")
    public ClusterInfo info() {
        ClusterConfigSpec config = directory.clusterConfig();
        Trust now = trust.trust();
        return new ClusterInfo(
                now.clusterId(),
                config.clusterName(),
                version.text(),
                config.publicAddress(),
                config.sshAddress(),
                pins(now.authorities()));
    }

    /** Every certificate issued carries them, and parsing CA certificates costs more than most of the rest. */
    private List<String> pins(List<Authority> authorities) {
        Pinned known = pinned;
        if (!known.authorities().equals(authorities)) {
            known = new Pinned(
                    authorities,
                    authorities.stream()
                            .filter(authority -> authority.type() == CaType.HOST)
                            .flatMap(authority -> CaPins.of(authority).stream())
                            .toList());
            pinned = known;
        }
        return known.pins();
    }

    @Override
    @Unauthenticated("public keys only")
    public List<Authority> authorities() {
        return trust.trust().authorities();
    }

    @Override
    @Unauthenticated("public keys only")
    public Authority opensshAuthority() {
        return trust.openssh();
    }

    @Override
    @Unauthenticated("a client needs it before it can log in")
    public AuthoritiesAnswer authorities(String nonce, byte[] tlsLeafDer) {
        requireNonce(nonce);
        return new AuthoritiesAnswer(
                authorities(),
                binding(nonce, tlsLeafDer, serverKeys.keys()),
                serverKeys.others().stream()
                        .map(other -> binding(nonce, tlsLeafDer, other))
                        .toList());
    }

    private static TlsBinding binding(String nonce, byte[] tlsLeafDer, ServerKeys keys) {
        return TlsBindings.sign(nonce, tlsLeafDer, keys.tlsChain(), TlsKeys.parsePrivate(keys.tlsKey()));
    }

    @Override
    @Unauthenticated("public keys and serial numbers, for components in this server")
    public Trust trust() {
        return trust.trust();
    }

    private static void requireNonce(String nonce) {
        int length;
        try {
            length = Base64.getUrlDecoder().decode(nonce == null ? "" : nonce).length;
        } catch (IllegalArgumentException malformed) {
            length = 0;
        }
        if (length < MIN_NONCE || length > MAX_NONCE) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "Auth Service: nonce must be 16 to 64 random bytes in base64url");
        }
    }
}
