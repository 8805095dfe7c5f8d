package org.sallyport.core.login;

import org.sallyport.api.rest.Certificates;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.core.caller.Caller;

/** Certificates for one session, where roles want a second factor for each (role option {@code require_session_mfa}). */
public interface SessionCertificateService {
    /**
     * Good for a minute, for one login on one node; the session that it opens may last longer. Errors: MFA_REQUIRED,
     * BAD_CREDENTIALS, ACCOUNT_LOCKED_OUT, NOT_FOUND (the node), ACCESS_DENIED (the login).
     */
    Certificates issue(Caller.User caller, String bearerToken, SessionCertificateRequest request, MfaAnswer answer);
}
