package org.sallyport.ejb.keys;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.AesKeySealer;
import org.sallyport.core.keys.KeySealer;
import org.wildfly.security.credential.SecretKeyCredential;
import org.wildfly.security.credential.store.CredentialStore;
import org.wildfly.security.credential.store.CredentialStoreException;
import org.wildfly.security.credential.store.WildFlyElytronCredentialStoreProvider;

/**
 * Seals under the master key of WildFly's credential store {@code sallyport} (docs/adr/0006). The server's configuration
 * makes that store at its first boot; here it is only read, by Elytron's own API, and never made: a new key in place of
 * a lost one would hide that everything sealed before is lost as well.
 */
@ApplicationScoped
public class MasterKeySealer implements KeySealer {
    static final String FILE = "master-key.cs";
    private static final String ALIAS = "master";

    private final Path store;
    private volatile AesKeySealer opened;

    public MasterKeySealer() {
        this(Path.of(
                System.getProperty(
                        "sallyport.data.dir", System.getProperty("jboss.server.data.dir", ".") + "/sallyport"),
                FILE));
    }

    MasterKeySealer(Path store) {
        this.store = store;
    }

    @Override
    public byte[] seal(byte[] plain, String context) {
        return sealer().seal(plain, context);
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
        return sealer().open(sealed, context);
    }

    private AesKeySealer sealer() {
        AesKeySealer known = opened;
        if (known == null) {
            // Two threads may both read the same file: the outcome is the same.
            known = new AesKeySealer(masterKey().getSecretKey());
            opened = known;
        }
        return known;
    }

    private SecretKeyCredential masterKey() {
        if (!Files.isReadable(store)) {
            throw failure("the credential store " + store + " is not there or not readable", null);
        }
        try {
            CredentialStore elytron = CredentialStore.getInstance(
                    "PropertiesCredentialStore", WildFlyElytronCredentialStoreProvider.getInstance());
            elytron.initialize(Map.of("location", store.toString()));
            SecretKeyCredential key = elytron.retrieve(ALIAS, SecretKeyCredential.class);
            if (key == null) {
                throw failure("the credential store " + store + " has no key '" + ALIAS + "'", null);
            }
            return key;
        } catch (NoSuchAlgorithmException | CredentialStoreException unreadable) {
            throw failure("the credential store " + store + " cannot be opened", unreadable);
        }
    }

    private static SallyportException failure(String cause, Exception failure) {
        return new SallyportException(
                ErrorCode.INVALID_CONFIG,
                "Auth Service: " + cause
                        + "; run wildfly-config/credential-store.cli for a new cluster, or put back the"
                        + " file that belongs to this one",
                "",
                failure);
    }
}
