package org.sallyport.core.login;

import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.Certificates;
import org.sallyport.api.rest.LoginChallengeRequest;
import org.sallyport.api.rest.LoginRequest;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.MfaChallenge;
import org.sallyport.api.rest.WhoAmI;
import org.sallyport.core.caller.Caller;

/** From password and second factor, or a passkey, to a login session and certificates. */
public interface LoginService {
    /**
     * With name and password: for a security key as second factor, the password is checked and counts. With neither: for
     * a passkey. Errors: BAD_CREDENTIALS, ACCOUNT_LOCKED_OUT, RATE_LIMITED.
     */
    MfaChallenge challenge(Caller.Anonymous caller, LoginChallengeRequest request);

    /**
     * Errors: BAD_CREDENTIALS (user, password and code look the same), ACCOUNT_LOCKED_OUT (also for names that nobody
     * has), LOCKED, SECURITY_KEY_UNUSABLE, RATE_LIMITED.
     */
    LoginResponse login(Caller.Anonymous caller, LoginRequest request);

    /**
     * The caller behind a bearer token, with the roles and traits the user has now. @throws SallyportException
     * NOT_LOGGED_IN, LOCKED
     */
    Caller.User authenticate(Caller.Anonymous caller, String bearerToken);

    void logout(Caller.User caller, String bearerToken);

    /** Certificates end with the login session at the latest: renewing must not outlive the roles' max_session_ttl. */
    Certificates issueCertificates(Caller.User caller, String bearerToken, CertificateRequest request);

    WhoAmI whoAmI(Caller.User caller, String bearerToken);
}
