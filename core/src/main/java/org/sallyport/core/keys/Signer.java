package org.sallyport.core.keys;

import java.security.PublicKey;

/** A private key that can be used and not seen: in memory, or in a module that never gives it away. */
public interface Signer {
    PublicKey publicKey();

    /**
     * Ed25519: the 64 bytes of RFC 8032. EC: ECDSA with SHA-256, DER as of RFC 3279.
     *
     * @throws org.sallyport.api.error.SallyportException INTERNAL when the module does not do it
     */
    byte[] sign(byte[] message);
}
