package org.sallyport.core.ca;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.TlsKeys;

/** CA pins: {@code sha256:<hex>} over the DER SubjectPublicKeyInfo of a host CA's X.509 certificate. */
public final class CaPins {
    private static final String PREFIX = "sha256:";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    private CaPins() {}

    public static List<String> of(Authority authority) {
        return authority.x509Certificates().stream().map(CaPins::of).toList();
    }

    private static String of(String pem) {
        return PREFIX
                + Secrets.sha256Hex(
                        TlsKeys.parseChain(pem).getFirst().getPublicKey().getEncoded());
    }

    /**
     * Narrows what a server claims its host CA to be to the certificates that the pin vouches for. Use the result, not
     * the claim, to verify the {@link TlsBindings binding}: an impostor may list the real, public CA certificate beside
     * one of its own.
     *
     * @return the X.509 certificates under the pin, and no SSH keys: those are believed once the binding holds
     * @throws SallyportException CA_PIN_MISMATCH, INVALID_CONFIG when the pin is malformed
     */
    public static Authority require(Authority host, String pin) {
        String wanted = pin.strip().toLowerCase(Locale.ROOT);
        if (!FORM.matcher(wanted).matches()) {
            throw new SallyportException(
                    ErrorCode.INVALID_CONFIG, "The CA pin must be sha256: and 64 hex digits, not '" + pin + "'");
        }
        if (host.type() != CaType.HOST) {
            throw CertificateRefusal.wrongType("The " + host.type().wireName() + " CA", "the host CA");
        }
        List<String> pinned = host.x509Certificates().stream()
                .filter(pem -> Secrets.equal(of(pem), wanted))
                .toList();
        if (pinned.isEmpty()) {
            throw new SallyportException(
                    ErrorCode.CA_PIN_MISMATCH,
                    "The server's host CA is not the pinned one (" + wanted
                            + "). Either ca_pin is of another cluster or"
                            + " somebody is between you and the server: compare with 'sallyport admin auth"
                            + " status' of an administrator");
        }
        return new Authority(CaType.HOST, List.of(), pinned);
    }
}
