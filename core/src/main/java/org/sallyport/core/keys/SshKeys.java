package org.sallyport.core.keys;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * SSH keys in OpenSSH's formats. Ed25519 keys are made by the provider that MINA chose: it cannot use keys of the JDK's
 * own EdDSA.
 */
public final class SshKeys {
    private static final int MAX_LINE = 16 * 1024;
    private static final int MIN_RSA_BITS = 2048;
    private static final String CERTIFICATE_MARK = "-cert-v01@";
    private static final String ED25519 = "ssh-ed25519";
    private static final Set<String> ECDSA =
            Set.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521");
    private static final Set<String> RSA_SIGNATURES = Set.of("rsa-sha2-256", "rsa-sha2-512");

    private SshKeys() {}

    /** A new Ed25519 key pair. */
    public static KeyPair generate() {
        try {
            return SecurityUtils.getKeyPairGenerator(SecurityUtils.ED25519).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw KeyFailure.internal("no Ed25519 key could be made", e);
        }
    }

    /**
     * Reads {@code <type> <base64> [comment]}.
     *
     * @throws SallyportException CERTIFICATE_WRONG_TYPE for a certificate, INVALID_ARGUMENT for anything else that is
     *     not a plain Ed25519, ECDSA or RSA (2,048 bits and more) public key
     */
    public static PublicKey parsePublic(String opensshLine) {
        String line = opensshLine == null ? "" : opensshLine.strip();
        if (line.isEmpty() || line.length() > MAX_LINE || line.indexOf('\n') >= 0) {
            throw KeyFailure.malformed("An SSH public key must be one line of the form 'ssh-ed25519 AAAA...'");
        }
        String type = line.split("\\s", 2)[0];
        if (type.contains(CERTIFICATE_MARK)) {
            throw certificateInsteadOfKey();
        }
        if (!type.equals(ED25519) && !type.equals("ssh-rsa") && !ECDSA.contains(type)) {
            throw KeyFailure.malformed("SSH public key type '" + type
                    + "' is not supported: use ssh-ed25519, ecdsa-sha2-nistp256/384/521 or ssh-rsa");
        }
        return checkedStrength(resolve(line, type));
    }

    private static PublicKey resolve(String line, String type) {
        PublicKey key;
        try {
            key = PublicKeyEntry.parsePublicKeyEntry(line)
                    .resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw KeyFailure.malformed("The SSH public key is damaged: its base64 part is no " + type + " key", e);
        }
        // a certificate's blob under a plain key's label must not become trusted as a key
        if (key instanceof OpenSshCertificate) {
            throw certificateInsteadOfKey();
        }
        if (key == null || !type.equals(KeyUtils.getKeyType(key))) {
            throw KeyFailure.malformed("The SSH public key says " + type + " but holds a key of another type");
        }
        return key;
    }

    private static PublicKey checkedStrength(PublicKey key) {
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw KeyFailure.malformed("The RSA key has " + rsa.getModulus().bitLength() + " bits, at least "
                    + MIN_RSA_BITS + " are needed; ssh-keygen -t ed25519 makes a good key");
        }
        return key;
    }

    private static SallyportException certificateInsteadOfKey() {
        return new SallyportException(
                ErrorCode.CERTIFICATE_WRONG_TYPE, "A plain SSH public key is needed here, this is a certificate");
    }

    /** {@code ssh-ed25519 AAAA…} without a comment. A certificate gives its own line. */
    public static String line(PublicKey key) {
        return PublicKeyEntry.toString(key);
    }

    /** {@code SHA256:<base64>} as {@code ssh-keygen -l} shows it. */
    public static String fingerprint(PublicKey key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    /** Unencrypted private key in OpenSSH's own format ({@code BEGIN OPENSSH PRIVATE KEY}). */
    public static Secret privatePem(KeyPair pair) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "", null, out);
        } catch (IOException | GeneralSecurityException e) {
            throw KeyFailure.internal("an SSH private key could not be encoded", e);
        }
        return new Secret(out.toString(StandardCharsets.US_ASCII));
    }

    /** @throws SallyportException INVALID_ARGUMENT when it holds no unencrypted private key */
    public static KeyPair parsePrivate(Secret pem) {
        try {
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("private key"),
                    new ByteArrayInputStream(pem.reveal().getBytes(StandardCharsets.UTF_8)),
                    null);
            Iterator<KeyPair> found = pairs == null ? null : pairs.iterator();
            if (found != null && found.hasNext()) {
                return found.next();
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw KeyFailure.malformed("The SSH private key is damaged or encrypted", e);
        }
        throw KeyFailure.malformed("There is no SSH private key in what was given");
    }

    /** One OpenSSH certificate line. @throws SallyportException CERTIFICATE_MALFORMED */
    public static OpenSshCertificate parseCertificate(String opensshLine) {
        String line = opensshLine == null ? "" : opensshLine.strip();
        if (line.isEmpty() || line.length() > 4 * MAX_LINE || line.indexOf('\n') >= 0) {
            throw malformedCertificate(null);
        }
        try {
            PublicKey key = PublicKeyEntry.parsePublicKeyEntry(line)
                    .resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
            if (key instanceof OpenSshCertificate certificate) {
                return certificate;
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw malformedCertificate(e);
        }
        throw malformedCertificate(null);
    }

    private static SallyportException malformedCertificate(Throwable cause) {
        return new SallyportException(
                ErrorCode.CERTIFICATE_MALFORMED,
                "An OpenSSH certificate line is needed here, this is none",
                cause == null ? "" : String.valueOf(cause.getMessage()),
                cause);
    }

    /** The signature algorithms that may be used with this key, best first. */
    private static Set<String> algorithms(PublicKey key) {
        String type = KeyUtils.getKeyType(key);
        return "ssh-rsa".equals(type) ? RSA_SIGNATURES : Set.of(type == null ? "" : type);
    }

    /** The raw signature (RFC 8709 for Ed25519), without SSH's wrapping. */
    public static byte[] sign(PrivateKey key, PublicKey itsPublic, byte[] message) {
        try {
            Signature signer = signature(signatureAlgorithm(itsPublic));
            signer.initSigner(null, key);
            signer.update(null, message);
            return signer.sign(null);
        } catch (Exception e) { // MINA's signatures declare nothing narrower
            throw KeyFailure.internal("signing failed", e);
        }
    }

    /** The algorithm {@link #sign} uses with this key. */
    public static String signatureAlgorithm(PublicKey key) {
        return key instanceof RSAPublicKey ? "rsa-sha2-512" : KeyUtils.getKeyType(key);
    }

    /** With a key in memory; for Ed25519 keys, which are what {@link #generate} makes. */
    public static Signer signer(KeyPair pair) {
        return new Signer() {
            @Override
            public PublicKey publicKey() {
                return pair.getPublic();
            }

            @Override
            public byte[] sign(byte[] message) {
                return SshKeys.sign(pair.getPrivate(), pair.getPublic(), message);
            }
        };
    }

    /** A signature as the SSH protocol carries it: {@code string algorithm, string signature} (RFC 4253 section 6.6). */
    public static byte[] signWrapped(Signer signer, byte[] message) {
        byte[] signature = signer.sign(message);
        ByteArrayBuffer wrapped = new ByteArrayBuffer();
        wrapped.putString(signatureAlgorithm(signer.publicKey()));
        wrapped.putBytes(signer.publicKey() instanceof ECPublicKey ? EcdsaSignatures.ssh(signature) : signature);
        return wrapped.getCompactData();
    }

    /** False for a wrong signature, for one of an algorithm that does not belong to the key, and for garbage. */
    public static boolean verify(PublicKey key, String algorithm, byte[] message, byte[] rawSignature) {
        if (!algorithms(key).contains(algorithm)) {
            return false;
        }
        try {
            Signature verifier = signature(algorithm);
            verifier.initVerifier(null, key);
            verifier.update(null, message);
            return verifier.verify(null, rawSignature);
        } catch (Exception e) { // whatever a hostile signature provokes means: not signed
            return false;
        }
    }

    private static Signature signature(String algorithm) {
        return BuiltinSignatures.fromFactoryName(algorithm).create();
    }
}
