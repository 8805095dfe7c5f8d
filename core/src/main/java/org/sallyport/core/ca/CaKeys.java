package org.sallyport.core.ca;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

/**
 * The private keys of one CA. The first of each list signs, the others are only trusted (a rotation under way). A CA
 * refuses to sign what is not its sort: see {@link CaType}.
 */
public final class CaKeys {
    private static final Duration CA_LIFE = Duration.ofDays(3650);
    /** A machine whose clock is behind must still be able to join a cluster that is minutes old. */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = Json.jsonMapper();

    private record X509Key(PrivateKey key, X509Certificate certificate) {}

    private record Document(int v, CaType type, List<String> ssh, List<X509Document> x509) {}

    private record X509Document(String key, String certificate) {}

    private final CaType type;
    private final List<KeyPair> ssh;
    private final List<X509Key> x509;

    private CaKeys(CaType type, List<KeyPair> ssh, List<X509Key> x509) {
        this.type = requireNonNull(type, "type");
        this.ssh = List.copyOf(ssh);
        this.x509 = List.copyOf(x509);
        if (ssh.isEmpty() || x509.isEmpty()) {
            throw new IllegalArgumentException("a CA needs a key of each sort");
        }
    }

    /** New keys: SSH Ed25519, X.509 ECDSA P-256 self-signed for ten years. */
    public static CaKeys generate(CaType type, String clusterName, Clock clock) {
        KeyPair tls = TlsKeys.generate();
        Instant from = clock.instant().minus(CLOCK_SKEW).truncatedTo(ChronoUnit.SECONDS);
        X509Certificate certificate = X509Signer.selfSigned(
                tls, clusterName + " " + type.wireName() + " CA", Secrets.serial(), from, from.plus(CA_LIFE));
        return new CaKeys(type, List.of(SshKeys.generate()), List.of(new X509Key(tls.getPrivate(), certificate)));
    }

    public CaType type() {
        return type;
    }

    /** The public half. */
    public Authority authority() {
        return new Authority(
                type,
                ssh.stream().map(pair -> SshKeys.line(pair.getPublic())).toList(),
                x509.stream()
                        .map(key -> TlsKeys.chainPem(List.of(key.certificate())))
                        .toList());
    }

    /** The CA certificate that signs now. */
    public X509Certificate certificate() {
        return x509.getFirst().certificate();
    }

    /**
     * One OpenSSH certificate line. Only {@code core.issue} calls this.
     *
     * @throws SallyportException CERTIFICATE_WRONG_TYPE when this CA must not sign it
     */
    public String sign(SshCertificateTemplate template) {
        boolean fits =
                switch (type) {
                    case USER ->
                        template.kind() == SshCertificateTemplate.Kind.USER
                                && template.principals().stream().noneMatch(Principals::isAgent)
                                && !Principals.isAgent(template.keyId());
                    case HOST ->
                        template.kind() == SshCertificateTemplate.Kind.HOST
                                || template.principals().equals(List.of(template.keyId()))
                                        && Principals.isAgent(template.keyId());
                };
        if (!fits) {
            throw CertificateRefusal.wrongType(
                    "A request for a certificate that the " + type.wireName() + " CA must not sign",
                    "one of its own sort");
        }
        return SshKeys.line(SshSigner.sign(template, ssh.getFirst()));
    }

    /**
     * Only {@code core.issue} calls this.
     *
     * @throws SallyportException CERTIFICATE_WRONG_TYPE when this CA must not sign it
     */
    public X509Certificate sign(X509Template template) {
        boolean ofUser = template.claims()
                .map(X509Claims::kind)
                .filter(X509Claims.USER::equals)
                .isPresent();
        if (ofUser != (type == CaType.USER)) {
            throw CertificateRefusal.wrongType(
                    "A request for a certificate that the " + type.wireName() + " CA must not sign",
                    "one of its own sort");
        }
        X509Key active = x509.getFirst();
        return X509Signer.sign(template, active.key(), active.certificate());
    }

    /** Plain private keys: to be sealed at once. */
    public byte[] encode() {
        Document document = new Document(
                FORMAT,
                type,
                ssh.stream().map(pair -> SshKeys.privatePem(pair).reveal()).toList(),
                x509.stream()
                        .map(key -> new X509Document(
                                TlsKeys.privatePem(key.key()).reveal(), TlsKeys.chainPem(List.of(key.certificate()))))
                        .toList());
        try {
            return JSON.writeValueAsBytes(document);
        } catch (IOException e) {
            throw new IllegalStateException("strings always encode", e);
        }
    }

    /** @throws SallyportException INTERNAL when it is not what {@link #encode} gave */
    public static CaKeys decode(byte[] plain) {
        try {
            Document document = JSON.readValue(plain, Document.class);
            if (document.v() != FORMAT) {
                throw new IOException("format " + document.v());
            }
            return new CaKeys(
                    document.type(),
                    document.ssh().stream()
                            .map(pem -> SshKeys.parsePrivate(new Secret(pem)))
                            .toList(),
                    document.x509().stream().map(CaKeys::decoded).toList());
        } catch (IOException | RuntimeException e) {
            // the cause's text may quote key material: not passed on
            throw new SallyportException(
                    ErrorCode.INTERNAL,
                    "The stored CA keys cannot be read. Restore the store from a backup",
                    e.getClass().getSimpleName());
        }
    }

    private static X509Key decoded(X509Document document) {
        return new X509Key(
                TlsKeys.parsePrivate(new Secret(document.key())),
                TlsKeys.parseChain(document.certificate()).getFirst());
    }

    @Override
    public String toString() {
        return "CaKeys[" + type.wireName() + "]";
    }
}
