package org.sallyport.core.keys;

import java.security.PublicKey;
import java.util.Optional;

/** Where private keys are made that never leave it (PKCS#11). Each server of a cluster may have its own. */
public interface KeyModule {
    /** @param reference finds the key again in this module */
    record ModuleKey(String reference, Signer signer) {}

    /** Names the module among those of the cluster: keys that another holds cannot be used here. */
    String holder();

    /** A new ECDSA P-256 key. @param name for whoever looks into the module */
    ModuleKey generate(String name);

    /** The key made earlier; empty when it is not in this module. */
    Optional<Signer> find(String reference, PublicKey key);
}
