package org.sallyport.api.rest;

/** A login by a connector that asks for a password; without keys no certificates are made. */
public record SsoLoginRequest(String user, String password, String sshPublicKey, String tlsPublicKey, String ttl) {
    /** The password is not for logs. */
    @Override
    public String toString() {
        return "SsoLoginRequest[user=" + user + "]";
    }
}
