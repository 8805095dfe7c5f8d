package org.sallyport.core.keys;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Keys in a PKCS#11 token, through the JDK's own provider (docs/adr/0031-pkcs11.md). Thread-safe. */
public final class Pkcs11Module implements KeyModule {
    private static final String ECDSA = "SHA256withECDSA";
    /** Of what the token stores beside each key, so that it is found again; nobody checks it. */
    private static final Time ALWAYS = new Time(new DERUTCTime("000101000000Z"));

    private static final Time NEVER = new Time(new DERUTCTime("491231235959Z"));

    /**
     * @param name of the module among those of the cluster; servers that share a token share its name
     * @param library absolute path of the vendor's library
     * @param slot of the token, as {@code pkcs11-tool -L} or {@code softhsm2-util --show-slots} tells
     */
    public record Settings(String name, Path library, long slot) {
        public Settings {
            requireNonNull(name, "name");
            requireNonNull(library, "library");
            if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
                throw new SallyportException(
                        ErrorCode.INVALID_CONFIG,
                        "PKCS#11: the module's name is 1 to 64 letters, digits, '.', '_' and '-', not '" + name + "'");
            }
        }
    }

    private final Settings settings;
    private final Provider provider;
    private final KeyStore store;

    private Pkcs11Module(Settings settings, Provider provider, KeyStore store) {
        this.settings = settings;
        this.provider = provider;
        this.store = store;
    }

    /** @throws SallyportException INVALID_CONFIG when library, slot or PIN do not serve */
    public static Pkcs11Module open(Settings settings, Secret pin) {
        Provider unconfigured = Security.getProvider("SunPKCS11");
        if (unconfigured == null) {
            throw unusable(settings, "this JDK has no PKCS#11 provider (module jdk.crypto.cryptoki)", null);
        }
        char[] letters = pin.reveal().toCharArray();
        try {
            // private keys are made to sign and to stay; the provider's names are per JVM
            Provider provider = unconfigured.configure("--name = sallyport-" + settings.name() + "\n"
                    + "library = " + settings.library() + "\n"
                    + "slot = " + settings.slot() + "\n"
                    + "attributes(generate, CKO_PRIVATE_KEY, *) = {\n"
                    + "  CKA_SENSITIVE = true\n  CKA_EXTRACTABLE = false\n  CKA_SIGN = true\n}\n");
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, letters);
            return new Pkcs11Module(settings, provider, store);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw unusable(settings, innermost(e), e);
        } finally {
            Arrays.fill(letters, ' ');
        }
    }

    private static SallyportException unusable(Settings settings, String why, Exception cause) {
        return new SallyportException(
                ErrorCode.INVALID_CONFIG,
                "PKCS#11: the module " + settings.library() + ", slot " + settings.slot() + ", cannot be used (" + why
                        + "); check library, slot and PIN",
                "",
                cause);
    }

    private static String innermost(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage());
    }

    @Override
    public String holder() {
        return settings.name();
    }

    @Override
    public synchronized ModuleKey generate(String name) {
        String alias = ("sallyport-" + name + "-" + Secrets.token().substring(0, 8))
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair made = generator.generateKeyPair();
            // of the session until it is stored; what stores it wants a certificate to find it by
            store.setKeyEntry(alias, made.getPrivate(), null, new Certificate[] {carrier(alias, made)});
            PublicKey publicKey = plain(made.getPublic());
            return new ModuleKey(
                    alias,
                    find(alias, publicKey)
                            .orElseThrow(() -> new GeneralSecurityException("the token forgot the key it made")));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw KeyFailure.internal("the PKCS#11 module " + settings.name() + " made no key", e);
        }
    }

    @Override
    public synchronized Optional<Signer> find(String reference, PublicKey key) {
        try {
            Certificate carrier = store.getCertificate(reference);
            if (carrier == null
                    || !Arrays.equals(carrier.getPublicKey().getEncoded(), key.getEncoded())
                    || !(store.getKey(reference, null) instanceof PrivateKey held)) {
                return Optional.empty();
            }
            return Optional.of(new TokenSigner(key, held));
        } catch (GeneralSecurityException e) {
            throw KeyFailure.internal("the PKCS#11 module " + settings.name() + " did not answer", e);
        }
    }

    /** As every other provider knows it. */
    private static PublicKey plain(PublicKey key) {
        return TlsKeys.parsePublic(TlsKeys.publicPem(key));
    }

    private X509Certificate carrier(String alias, KeyPair made) {
        X500Name name = new X500Name("CN=" + alias);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name,
                BigInteger.valueOf(Math.max(1, Secrets.serial() >>> 1)),
                ALWAYS,
                NEVER,
                name,
                SubjectPublicKeyInfo.getInstance(made.getPublic().getEncoded()));
        return EcdsaCertificates.signed(builder, new TokenSigner(made.getPublic(), made.getPrivate()));
    }

    private final class TokenSigner implements Signer {
        private final PublicKey publicKey;
        private final PrivateKey key;

        TokenSigner(PublicKey publicKey, PrivateKey key) {
            this.publicKey = publicKey;
            this.key = key;
        }

        @Override
        public PublicKey publicKey() {
            return publicKey;
        }

        @Override
        public byte[] sign(byte[] message) {
            try {
                Signature signer = Signature.getInstance(ECDSA, provider);
                signer.initSign(key);
                signer.update(message);
                return signer.sign();
            } catch (GeneralSecurityException e) {
                throw KeyFailure.internal("the PKCS#11 module " + settings.name() + " did not sign", e);
            }
        }
    }
}
