package org.sallyport.api.rest;

/** Ends adding a device: a code of it, or what the security key made. {@code name} is the person's own word for it. */
public record MfaEnrolment(String registration, String name, String totp, WebAuthnAttestation webauthn) {}
