package org.sallyport.ejb.browserlogin;

import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** What can go wrong between a program and its user's browser. */
final class RequestRefusals {
    private RequestRefusals() {}

    static SallyportException unknown() {
        return invalid("this request is not there: it was decided, has expired after " + LoginRequests.LIFE.toMinutes()
                + " minutes, or never was; run 'sallyport login' again");
    }

    static SallyportException unknownUserCode() {
        return invalid("there is no request with this code: check the letters, or run 'sallyport login' again, codes"
                + " are good for " + LoginRequests.LIFE.toMinutes() + " minutes");
    }

    static SallyportException decided() {
        return invalid("somebody decided this request just before you; run 'sallyport login' again");
    }

    static SallyportException unknownCode() {
        return invalid("this code is not good: it was used, has expired, or never was; log in again");
    }

    static SallyportException wrongVerifier() {
        return invalid("the code does not belong to who redeems it (PKCE) and is spent now; log in again");
    }

    static SallyportException approverGone() {
        return invalid("the login that approved this has ended meanwhile, or the code was used; log in again");
    }

    static SallyportException denied() {
        return new SallyportException(
                ErrorCode.LOGIN_DENIED,
                "Auth Service: login by browser: it was refused in the browser; run 'sallyport login' again if that was"
                        + " a mistake");
    }

    static SallyportException tooMany() {
        return new SallyportException(
                ErrorCode.RATE_LIMITED,
                "Auth Service: login by browser: too many requests wait already; try again in a minute");
    }

    private static SallyportException invalid(String cause) {
        return new SallyportException(ErrorCode.LOGIN_REQUEST_INVALID, "Auth Service: login by browser: " + cause);
    }
}
