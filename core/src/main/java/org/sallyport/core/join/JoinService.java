package org.sallyport.core.join;

import org.sallyport.api.rest.JoinRequest;
import org.sallyport.api.rest.JoinResponse;
import org.sallyport.core.caller.Caller;

/** How an agent becomes and stays a member. docs/protocol/join.md describes the exchange. */
public interface JoinService {
    /**
     * One uniform JOIN_REFUSED whatever was wrong with the token (the audit event says which of expired, unknown,
     * spent, wrong service, bad secret, bad proof it was); INVALID_ARGUMENT for malformed keys.
     */
    JoinResponse join(Caller.Anonymous caller, JoinRequest request);

    /** Same host id and services, new certificates for the given public keys. */
    JoinResponse renew(Caller.Agent caller, RenewKeys keys);

    /** OpenSSH lines and a PEM SubjectPublicKeyInfo. */
    record RenewKeys(String hostPublicKey, String tunnelPublicKey, String tlsPublicKey, String nodeName) {}
}
