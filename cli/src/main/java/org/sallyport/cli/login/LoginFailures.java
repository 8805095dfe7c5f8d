package org.sallyport.cli.login;

import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** What the login commands may have to say. */
final class LoginFailures {
    private LoginFailures() {}

    static SallyportException noProxy() {
        return new SallyportException(
                ErrorCode.INVALID_ARGUMENT, "cli: which cluster? Give --proxy=HOST:PORT or set SALLYPORT_PROXY");
    }

    static SallyportException noTerminal(String what, String option) {
        return new SallyportException(
                ErrorCode.INVALID_ARGUMENT, "cli: there is no terminal to ask for the " + what + ". Give " + option);
    }
}
