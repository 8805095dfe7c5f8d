package org.sallyport.api.rest;

/** Asks for a security key's challenge: for a password that is right, or with neither name nor password for a passkey. */
public record LoginChallengeRequest(String user, String password) {}
