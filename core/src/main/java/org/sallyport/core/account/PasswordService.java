package org.sallyport.core.account;

import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.PasswordChange;
import org.sallyport.api.rest.SessionsEnded;
import org.sallyport.core.caller.Caller;

/** One's own password. */
public interface PasswordService {
    /**
     * Takes the old password and a device shown again; all other login sessions of the user end. Certificates issued before
     * are good until they expire. Errors: UNSUPPORTED for who comes by single sign-on, WEAK_PASSWORD, MFA_REQUIRED,
     * BAD_CREDENTIALS (the old password, or the device), ACCOUNT_LOCKED_OUT, RATE_LIMITED.
     */
    SessionsEnded change(Caller.User caller, String bearerToken, PasswordChange change, MfaAnswer answer);
}
