package org.sallyport.core.ca;

import static java.util.Objects.requireNonNull;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.sallyport.api.cert.CaType;
import org.sallyport.core.keys.KeyModule;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.Signer;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

/**
 * One SSH and one X.509 key of a CA, made and given up together. Their private halves are in the store, or in the PKCS#11
 * module of one server, which alone can sign with them.
 */
public final class CaKeySet {
    private static final Duration CA_LIFE = Duration.ofDays(3650);
    /** A machine whose clock is behind must still be able to join a cluster that is minutes old. */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private static final int SHORT_SERIAL = 8;

    /**
     * As it rests, sealed.
     *
     * @param holder of the module that has the private keys; empty when they are here
     * @param ssh OpenSSH private key, or reference in the module
     * @param x509 PKCS#8 PEM, or reference in the module
     */
    record Document(String holder, String sshPublic, String ssh, String certificate, String x509) {
        @Override
        public String toString() {
            return "CA keys";
        }
    }

    private final Document document;
    private final PublicKey sshKey;
    private final X509Certificate certificate;
    private final Optional<Signer> ssh;
    private final Optional<Signer> x509;

    private CaKeySet(Document document, X509Certificate certificate, Optional<Signer> ssh, Optional<Signer> x509) {
        this.document = requireNonNull(document, "document");
        this.sshKey = SshKeys.parsePublic(document.sshPublic());
        this.certificate = requireNonNull(certificate, "certificate");
        this.ssh = requireNonNull(ssh, "ssh");
        this.x509 = requireNonNull(x509, "x509");
    }

    /** New keys to be stored sealed: SSH Ed25519, X.509 ECDSA P-256 self-signed for ten years. */
    public static CaKeySet generate(CaType type, String clusterName, Clock clock) {
        KeyPair sshPair = SshKeys.generate();
        KeyPair tlsPair = TlsKeys.generate();
        Signer tls = TlsKeys.signer(tlsPair.getPublic(), tlsPair.getPrivate());
        X509Certificate certificate = selfSigned(tls, type, clusterName, clock);
        return new CaKeySet(
                new Document(
                        "",
                        SshKeys.line(sshPair.getPublic()),
                        SshKeys.privatePem(sshPair).reveal(),
                        pem(certificate),
                        TlsKeys.privatePem(tlsPair.getPrivate()).reveal()),
                certificate,
                Optional.of(SshKeys.signer(sshPair)),
                Optional.of(tls));
    }

    /** New keys in this server's module, both ECDSA P-256. */
    public static CaKeySet generate(CaType type, String clusterName, Clock clock, KeyModule module) {
        KeyModule.ModuleKey sshKey = module.generate(type.wireName() + " CA, SSH");
        KeyModule.ModuleKey x509Key = module.generate(type.wireName() + " CA, X.509");
        X509Certificate certificate = selfSigned(x509Key.signer(), type, clusterName, clock);
        return new CaKeySet(
                new Document(
                        module.holder(),
                        SshKeys.line(sshKey.signer().publicKey()),
                        sshKey.reference(),
                        pem(certificate),
                        x509Key.reference()),
                certificate,
                Optional.of(sshKey.signer()),
                Optional.of(x509Key.signer()));
    }

    /** Keys of another holder's module are read as well: they are trusted, and cannot sign here. */
    static CaKeySet of(Document document, Optional<KeyModule> module) {
        X509Certificate certificate = TlsKeys.parseChain(document.certificate()).getFirst();
        if (document.holder().isEmpty()) {
            KeyPair pair = SshKeys.parsePrivate(new Secret(document.ssh()));
            return new CaKeySet(
                    document,
                    certificate,
                    Optional.of(SshKeys.signer(pair)),
                    Optional.of(TlsKeys.signer(
                            certificate.getPublicKey(), TlsKeys.parsePrivate(new Secret(document.x509())))));
        }
        Optional<KeyModule> own = module.filter(candidate -> candidate.holder().equals(document.holder()));
        return new CaKeySet(
                document,
                certificate,
                own.flatMap(holder -> holder.find(document.ssh(), SshKeys.parsePublic(document.sshPublic()))),
                own.flatMap(holder -> holder.find(document.x509(), certificate.getPublicKey())));
    }

    /** As they rested before CAs could be rotated. */
    static CaKeySet ofFirstFormat(String ssh, String certificate, String x509) {
        String line = SshKeys.line(SshKeys.parsePrivate(new Secret(ssh)).getPublic());
        return of(new Document("", line, ssh, certificate, x509), Optional.empty());
    }

    // the name has a part of its own: TLS libraries look up issuers by name
    private static X509Certificate selfSigned(Signer signer, CaType type, String clusterName, Clock clock) {
        Instant from = clock.instant().minus(CLOCK_SKEW).truncatedTo(ChronoUnit.SECONDS);
        long serial = Secrets.serial();
        String name = clusterName + " " + type.wireName() + " CA "
                + String.format("%016x", serial).substring(0, SHORT_SERIAL);
        return X509Signer.selfSigned(signer, name, serial, from, from.plus(CA_LIFE));
    }

    private static String pem(X509Certificate certificate) {
        return TlsKeys.chainPem(java.util.List.of(certificate));
    }

    Document document() {
        return document;
    }

    /** Whether this server can sign with it. */
    public boolean usable() {
        return ssh.isPresent() && x509.isPresent();
    }

    /** Empty when the private keys are in the store. */
    public String holder() {
        return document.holder();
    }

    public PublicKey sshKey() {
        return sshKey;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    String sshLine() {
        return document.sshPublic();
    }

    String certificatePem() {
        return document.certificate();
    }

    Signer sshSigner() {
        return ssh.orElseThrow(this::elsewhere);
    }

    Signer x509Signer() {
        return x509.orElseThrow(this::elsewhere);
    }

    private IllegalStateException elsewhere() {
        return new IllegalStateException("these CA keys are held by " + document.holder());
    }
}
