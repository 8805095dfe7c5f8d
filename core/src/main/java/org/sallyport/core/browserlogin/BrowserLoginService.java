package org.sallyport.core.browserlogin;

import org.sallyport.api.rest.BrowserLoginAnswer;
import org.sallyport.api.rest.BrowserLoginDecided;
import org.sallyport.api.rest.BrowserLoginRedemption;
import org.sallyport.api.rest.BrowserLoginRequest;
import org.sallyport.api.rest.BrowserLoginStarted;
import org.sallyport.api.rest.BrowserLoginView;
import org.sallyport.core.caller.Caller;

/**
 * A program is logged in by its user's browser (docs/adr/0029-login-by-browser.md): it asks with the public keys it made,
 * the person approves with a login session of their own, the program redeems the code with its PKCE verifier.
 */
public interface BrowserLoginService {
    /** Errors: INVALID_ARGUMENT, RATE_LIMITED. */
    BrowserLoginStarted start(Caller.Anonymous caller, BrowserLoginRequest request);

    /** What a person is asked to approve. Errors: LOGIN_REQUEST_INVALID. */
    BrowserLoginView view(Caller.User caller, String id);

    /** By the code the program shows. Errors: LOGIN_REQUEST_INVALID, RATE_LIMITED. */
    BrowserLoginView find(Caller.User caller, String userCode);

    /** The program's session will be the caller's, and end with it at the latest. Errors: LOGIN_REQUEST_INVALID. */
    BrowserLoginDecided approve(Caller.User caller, String bearerToken, String id);

    BrowserLoginDecided deny(Caller.User caller, String id);

    /** Errors: LOGIN_REQUEST_INVALID (unknown, used, expired, wrong verifier), LOGIN_DENIED, RATE_LIMITED. */
    BrowserLoginAnswer redeem(Caller.Anonymous caller, BrowserLoginRedemption redemption);
}
