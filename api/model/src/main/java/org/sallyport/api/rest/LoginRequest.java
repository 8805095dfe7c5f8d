package org.sallyport.api.rest;

/** Password login. With {@code sshPublicKey} (one OpenSSH line) certificates are issued too; {@code tlsPublicKey} is a PEM SubjectPublicKeyInfo. {@code ttl} such as {@code 8h}; empty means the longest the roles allow. */
public record LoginRequest(
        String user, String password, String totp, String sshPublicKey, String tlsPublicKey, String ttl) {}
