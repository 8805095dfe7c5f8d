package org.sallyport.api.rest;

/** Begins to add a device. {@code passwordless} counts for {@code webauthn} only. */
public record MfaRegistrationRequest(MfaKind kind, boolean passwordless) {}
