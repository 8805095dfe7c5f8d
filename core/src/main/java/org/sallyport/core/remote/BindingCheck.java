package org.sallyport.core.remote;

import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.AuthoritiesAnswer;
import org.sallyport.api.rest.TlsBinding;
import org.sallyport.core.ca.CaPins;
import org.sallyport.core.ca.TlsBindings;
import org.sallyport.core.keys.Secrets;

/** One proof that an HTTPS connection ends at a server of the expected cluster (docs/adr/0010-tls-binding.md). */
final class BindingCheck {
    private static final int MOST_OTHERS = 8;

    private final String nonce = nonce();
    private final UnaryOperator<Authority> trusted;
    private final ClusterAddress address;
    private final Clock clock;

    private BindingCheck(UnaryOperator<Authority> trusted, ClusterAddress address, Clock clock) {
        this.trusted = trusted;
        this.address = address;
        this.clock = clock;
    }

    static BindingCheck byPin(ServerTrust.CaPin pin, ClusterAddress address, Clock clock) {
        return new BindingCheck(offered -> pinned(offered, pin.pins(), address), address, clock);
    }

    static BindingCheck byAuthority(ServerTrust.KnownAuthority known, ClusterAddress address, Clock clock) {
        return new BindingCheck(offered -> known.host(), address, clock);
    }

    /** Narrowed to what the pins vouch for; anything else the server lists is only its word. */
    private static Authority pinned(Authority offered, List<String> pins, ClusterAddress address) {
        List<String> vouched = new ArrayList<>();
        for (String pin : pins) {
            if (CaPins.of(offered).contains(pin)) {
                vouched.addAll(CaPins.require(offered, pin).x509Certificates());
            }
        }
        if (vouched.isEmpty()) {
            throw new SallyportException(
                    ErrorCode.CA_PIN_MISMATCH,
                    "TLS: the cluster at " + address + " does not have the CA pin " + String.join(", ", pins)
                            + ". Either its host CA was rotated since, or somebody is in between: ask an administrator for"
                            + " the pin that 'sallyport admin auth status' shows, then log in with --ca-pin, or join anew with it");
        }
        return new Authority(CaType.HOST, List.of(), vouched);
    }

    static String nonce() {
        return Secrets.urlToken();
    }

    String ownNonce() {
        return nonce;
    }

    /** @return DER of the certificate that this connection's server presented and has now been proved to own */
    byte[] verifiedLeaf(AuthoritiesAnswer answer, SSLSession session) {
        Authority offered = answer.authorities().stream()
                .filter(authority -> authority.type() == CaType.HOST)
                .findFirst()
                .orElseThrow(() -> mismatch("it offers no host CA", null));
        Authority authority = trusted.apply(offered);
        if (answer.binding() == null) {
            throw mismatch("it offers no proof", null);
        }
        try {
            byte[] leaf = session.getPeerCertificates()[0].getEncoded();
            verify(answer, leaf, authority);
            return leaf;
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            throw mismatch("its certificate cannot be read", e);
        } catch (SallyportException e) {
            throw mismatch(e.userMessage(), e);
        }
    }

    /** While the host CA is rotated one of the others may be the one that this client can check. */
    private void verify(AuthoritiesAnswer answer, byte[] leaf, Authority authority) {
        try {
            TlsBindings.verify(answer.binding(), nonce, leaf, authority, clock);
        } catch (SallyportException e) {
            if (answer.otherBindings().stream()
                    .limit(MOST_OTHERS)
                    .noneMatch(other -> verifies(other, leaf, authority))) {
                throw e;
            }
        }
    }

    private boolean verifies(TlsBinding binding, byte[] leaf, Authority authority) {
        try {
            TlsBindings.verify(binding, nonce, leaf, authority, clock);
            return true;
        } catch (SallyportException e) {
            return false;
        }
    }

    private SallyportException mismatch(String why, Exception cause) {
        return new SallyportException(
                ErrorCode.CA_PIN_MISMATCH,
                "TLS: " + address + " cannot prove that it belongs to the cluster (" + why
                        + "); check the address. If its host CA was rotated since, ask an administrator for the new CA pin;"
                        + " else somebody is in between",
                "",
                cause);
    }
}
