package org.sallyport.api.rest;

/** Fresh certificates for the logged-in user; fields as in {@link LoginRequest}. */
public record CertificateRequest(String sshPublicKey, String tlsPublicKey, String ttl) {}
