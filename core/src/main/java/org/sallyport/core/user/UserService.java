package org.sallyport.core.user;

import org.sallyport.api.rest.InviteAcceptance;
import org.sallyport.api.rest.InviteCreated;
import org.sallyport.api.rest.InviteView;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.api.rest.UserCreation;
import org.sallyport.core.caller.Caller;

/** Local users: making them, inviting them, their first password and second factor. */
public interface UserService {
    /** Errors: ALREADY_EXISTS, ESCALATION_REFUSED, ACCESS_DENIED, NOT_FOUND (a role). */
    InviteCreated create(Caller caller, UserCreation request);

    /** A new invite for an existing user; the old password stays good until it is accepted. @param ttl may be empty */
    InviteCreated invite(Caller caller, String user, String ttl);

    /** Errors: INVITE_INVALID, the same for unknown, spent and expired. */
    InviteView viewInvite(Caller.Anonymous caller, String secret);

    /** A passkey in place of the authenticator app. Errors: INVITE_INVALID, INVALID_ARGUMENT (no host name to bind it to). */
    MfaRegistration beginPasskey(Caller.Anonymous caller, String secret);

    /**
     * Errors: INVITE_INVALID, WEAK_PASSWORD, BAD_CREDENTIALS (the code or the key), NOT_FOUND (the passkey's registration).
     * The invite lives on after all but the first.
     */
    void acceptInvite(Caller.Anonymous caller, String secret, InviteAcceptance acceptance);
}
