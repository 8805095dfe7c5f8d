package org.sallyport.core.keys;

/**
 * Encrypts what rests in the store (CA keys, TOTP secrets) under the master key of the server's credential store.
 * AES-256-GCM, random 96-bit nonce, {@code context} as associated data: a value sealed for one purpose does not open
 * for another.
 */
public interface KeySealer {
    byte[] seal(byte[] plain, String context);

    /** @throws org.sallyport.api.error.SallyportException INTERNAL when it was changed or sealed under another key */
    byte[] open(byte[] sealed, String context);
}
