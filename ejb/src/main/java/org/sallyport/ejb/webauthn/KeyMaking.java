package org.sallyport.ejb.webauthn;

import org.sallyport.core.mfa.MfaDevice;

/** How the registration of a security key went. */
public sealed interface KeyMaking {
    /** Everything is as asked. */
    record Made(MfaDevice.WebAuthn key) implements KeyMaking {}

    /** @param reason for the audit log */
    record Refused(String reason) implements KeyMaking {}
}
