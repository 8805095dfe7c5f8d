package org.sallyport.ejb.webauthn;

/** How the signature of a security key was found. */
public sealed interface KeyUse {
    /** @param counter to be stored */
    record Right(long counter) implements KeyUse {}

    /** The signature is right but its counter went back: another copy of the key has signed meanwhile. */
    record Cloned() implements KeyUse {}

    /** @param reason for the audit log */
    record Wrong(String reason) implements KeyUse {}
}
