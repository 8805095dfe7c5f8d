package org.sallyport.core.cluster;

import java.util.List;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.rest.AuthoritiesAnswer;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.core.caller.Unauthenticated;
import org.sallyport.core.identity.Trust;

/** What everybody may know of the cluster. */
public interface ClusterService {
    @Unauthenticated("a client needs it before it can log in")
    ClusterInfo info();

    @Unauthenticated("public keys only")
    List<Authority> authorities();

    /** The CA whose key stock sshd servers trust ({@code TrustedUserCAKeys}); not among {@link #authorities}: we accept none of its certificates. */
    Authority opensshAuthority();

    /**
     * The same with proof that the asker's TLS connection ends here (docs/protocol/rest.md, TLS binding). Errors:
     * INVALID_ARGUMENT when the nonce is not 16 to 64 bytes in base64url.
     *
     * @param nonce as sent by the client, put into the signature unchanged
     * @param tlsLeafDer DER of the certificate that this server's HTTPS port presents
     */
    @Unauthenticated("a client needs it before it can log in")
    AuthoritiesAnswer authorities(String nonce, byte[] tlsLeafDer);

    /** Cached; cheap enough to be asked for at every handshake. */
    @Unauthenticated("public keys and serial numbers, for components in this server")
    Trust trust();
}
