package org.sallyport.cli.events;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import picocli.CommandLine.Option;

/** TLS towards the receiver, of PEM files. */
final class ClientTls {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----", Pattern.DOTALL);
    /** For stores in memory only. */
    private static final char[] NO_PASSWORD = new char[0];

    @Option(names = "--ca", paramLabel = "FILE", description = "CAs of the receiver (default: the system's).")
    private Path ca;

    @Option(names = "--cert", paramLabel = "FILE", description = "Our certificate for the receiver, with its chain.")
    private Path cert;

    @Option(names = "--key", paramLabel = "FILE", description = "Its private key, PKCS#8 without a password.")
    private Path key;

    boolean given() {
        return ca != null || cert != null || key != null;
    }

    SSLContext context() {
        if ((cert == null) != (key == null)) {
            throw refused("--cert and --key belong together", null);
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManagerFactory keys = null;
            if (cert != null) {
                KeyStore own = KeyStore.getInstance("PKCS12");
                own.load(null, null);
                own.setKeyEntry(
                        "own", privateKey(), NO_PASSWORD, certificates(cert).toArray(Certificate[]::new));
                keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(own, NO_PASSWORD);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(ca == null ? null : authorities());
            context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw refused("the certificates of --ca, --cert or --key cannot be used: " + e.getMessage(), e);
        }
    }

    private KeyStore authorities() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Certificate authority : certificates(ca)) {
            store.setCertificateEntry("ca-" + store.size(), authority);
        }
        return store;
    }

    private static List<Certificate> certificates(Path file) throws GeneralSecurityException, IOException {
        List<Certificate> found = new ArrayList<>(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
        if (found.isEmpty()) {
            throw new IOException(file + " has no certificate");
        }
        return found;
    }

    private PrivateKey privateKey() throws GeneralSecurityException, IOException {
        Matcher pem = KEY.matcher(Files.readString(key, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IOException(key + " has no 'BEGIN PRIVATE KEY': convert it with openssl pkcs8 -topk8 -nocrypt");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException another) {
                continue;
            }
        }
        throw new IOException(key + " is neither an EC, RSA nor Ed25519 key");
    }

    private static SallyportException refused(String why, Exception cause) {
        return new SallyportException(ErrorCode.INVALID_CONFIG, "cli: " + why, "", cause);
    }
}
