package org.sallyport.api.rest;

/** A certificate for one session: {@code node} by name or host id, {@code login} an OS account there. */
public record SessionCertificateRequest(String sshPublicKey, String node, String login) {}
