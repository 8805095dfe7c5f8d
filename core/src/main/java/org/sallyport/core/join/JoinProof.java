package org.sallyport.core.join;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Base64;
import java.util.stream.Collectors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.JoinRequest;
import org.sallyport.core.keys.SshKeys;

/**
 * Proof of an existing host id: a signature over the request by the key of the current tunnel certificate, so that a
 * join token alone cannot take over somebody else's host id. docs/protocol/join.md describes the message.
 */
public final class JoinProof {
    private static final String ALGORITHM = "ssh-ed25519";

    private JoinProof() {}

    /**
     * What is signed: one field per line, the PEM key spanning several before the last line.
     *
     * @throws SallyportException INVALID_ARGUMENT when a line break in another field would make it ambiguous
     */
    public static byte[] message(JoinRequest request) {
        String services = request.services() == null
                ? ""
                : request.services().stream()
                        .map(ServiceType::wireName)
                        .sorted()
                        .collect(Collectors.joining(","));
        String text = "sallyport-join-v1\n"
                + line(request.token())
                + line(request.hostId())
                + line(request.hostPublicKey())
                + line(request.tunnelPublicKey())
                + (request.tlsPublicKey() == null ? "" : request.tlsPublicKey())
                + "\n"
                + services
                + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String field) {
        String value = field == null ? "" : field;
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "A join request must not hold line breaks outside tls_public_key");
        }
        return value + "\n";
    }

    /** Base64 of the raw Ed25519 signature by the current tunnel key. */
    public static String sign(JoinRequest request, KeyPair tunnelKey) {
        return Base64.getEncoder()
                .encodeToString(SshKeys.sign(tunnelKey.getPrivate(), tunnelKey.getPublic(), message(request)));
    }

    /** Whether {@code request.proof()} was made with this key; false also when there is none or it is garbage. */
    public static boolean verify(JoinRequest request, PublicKey currentTunnelKey) {
        if (request.proof() == null || request.proof().isBlank()) {
            return false;
        }
        try {
            byte[] signature = Base64.getDecoder().decode(request.proof());
            return SshKeys.verify(currentTunnelKey, ALGORITHM, message(request), signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
