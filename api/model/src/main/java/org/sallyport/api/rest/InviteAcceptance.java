package org.sallyport.api.rest;

/** Sets the password (12 to 128 characters) and enrols the TOTP device by a code of it. */
public record InviteAcceptance(String password, String totp) {}
