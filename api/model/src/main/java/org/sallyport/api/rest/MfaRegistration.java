package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * A device that is being added.
 *
 * @param registration names it in {@link MfaEnrolment}
 * @param totpUri for an authenticator app, else null
 * @param totpSecret the same secret for typing
 * @param webauthn for a security key, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MfaRegistration(
        String registration, Instant expires, String totpUri, String totpSecret, WebAuthnCreation webauthn) {}
