package org.sallyport.core.mfa;

import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.core.caller.Caller;

/** A second factor for administrative actions, when the cluster's configuration wants one. */
public interface AdminMfaService {
    /**
     * Before a change of users, roles, tokens or the cluster's configuration. Errors: MFA_REQUIRED, BAD_CREDENTIALS,
     * ACCOUNT_LOCKED_OUT.
     */
    void require(Caller.User caller, String bearerToken, MfaAnswer answer);
}
