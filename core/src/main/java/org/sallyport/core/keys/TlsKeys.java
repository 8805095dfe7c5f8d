package org.sallyport.core.keys;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys for TLS: ECDSA on P-256, PEM as of RFC 7468. */
public final class TlsKeys {
    private static final String PUBLIC = "PUBLIC KEY";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String ECDSA = "SHA256withECDSA";
    private static final int MAX_PEM = 64 * 1024;
    private static final int MAX_CHAIN = 8;
    private static final int MIN_RSA_BITS = 2048;

    private TlsKeys() {}

    public static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw KeyFailure.internal("no P-256 key could be made", e);
        }
    }

    public static String publicPem(PublicKey key) {
        return pem(PUBLIC, key.getEncoded());
    }

    /** SubjectPublicKeyInfo, EC or RSA (2,048 bits and more). @throws SallyportException INVALID_ARGUMENT */
    public static PublicKey parsePublic(String pem) {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(single(PUBLIC, pem));
        for (String algorithm : List.of("EC", "RSA")) {
            try {
                return checkedStrength(KeyFactory.getInstance(algorithm).generatePublic(spec));
            } catch (GeneralSecurityException e) {
                // not of this algorithm: the next one may fit
            }
        }
        throw KeyFailure.malformed("The TLS public key is no EC or RSA SubjectPublicKeyInfo");
    }

    private static PublicKey checkedStrength(PublicKey key) {
        boolean strong =
                switch (key) {
                    case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize() >= 256;
                    case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= MIN_RSA_BITS;
                    default -> false;
                };
        if (!strong) {
            throw KeyFailure.malformed("The TLS public key is too short: use EC P-256 or RSA with 2048 bits or more");
        }
        return key;
    }

    /** PKCS#8, unencrypted. */
    public static Secret privatePem(PrivateKey key) {
        return new Secret(pem(PRIVATE, key.getEncoded()));
    }

    /** @throws SallyportException INVALID_ARGUMENT */
    public static PrivateKey parsePrivate(Secret pem) {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(single(PRIVATE, pem.reveal()));
        for (String algorithm : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                // not of this algorithm: the next one may fit
            }
        }
        throw KeyFailure.malformed("The TLS private key is no EC or RSA PKCS#8 key");
    }

    /** Leaf first. */
    public static String chainPem(List<X509Certificate> chain) {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : chain) {
                text.append(pem(CERTIFICATE, certificate.getEncoded()));
            }
        } catch (CertificateException e) {
            throw KeyFailure.internal("a certificate could not be encoded", e);
        }
        return text.toString();
    }

    /** One to eight certificates, in their order. @throws SallyportException INVALID_ARGUMENT */
    public static List<X509Certificate> parseChain(String pem) {
        List<byte[]> blocks = blocks(CERTIFICATE, pem);
        if (blocks.isEmpty() || blocks.size() > MAX_CHAIN) {
            throw KeyFailure.malformed(
                    "PEM with 1 to " + MAX_CHAIN + " certificates is needed, this has " + blocks.size());
        }
        return blocks.stream().map(TlsKeys::parseCertificate).toList();
    }

    /** @throws SallyportException INVALID_ARGUMENT */
    public static X509Certificate parseCertificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw KeyFailure.malformed("The X.509 certificate is damaged", e);
        }
    }

    /** ECDSA with SHA-256, DER-encoded signature. */
    public static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signer = Signature.getInstance(ECDSA);
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw KeyFailure.internal("signing failed", e);
        }
    }

    /** With a key in memory. */
    public static Signer signer(PublicKey publicKey, PrivateKey key) {
        return new Signer() {
            @Override
            public PublicKey publicKey() {
                return publicKey;
            }

            @Override
            public byte[] sign(byte[] message) {
                return TlsKeys.sign(key, message);
            }
        };
    }

    /** False for a wrong signature and for garbage. */
    public static boolean verify(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ECDSA);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static byte[] single(String label, String pem) {
        List<byte[]> blocks = blocks(label, pem);
        if (blocks.size() != 1) {
            throw KeyFailure.malformed(
                    "PEM with exactly one block '" + label + "' is needed, this has " + blocks.size());
        }
        return blocks.getFirst();
    }

    private static List<byte[]> blocks(String label, String pem) {
        if (pem == null || pem.length() > MAX_PEM) {
            throw KeyFailure.malformed("PEM of at most " + MAX_PEM + " characters is needed");
        }
        Pattern form = Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label + "-----");
        Matcher matcher = form.matcher(pem);
        List<byte[]> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(decoded(matcher.group(1)));
        }
        return found;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw KeyFailure.malformed("The PEM block is no base64", e);
        }
    }
}
