package org.sallyport.cli.login;

import java.util.List;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** What the login commands may have to say. */
final class LoginFailures {
    private LoginFailures() {}

    static SallyportException noProxy() {
        return new SallyportException(
                ErrorCode.INVALID_ARGUMENT, "cli: which cluster? Give --proxy=HOST:PORT or set SALLYPORT_PROXY");
    }

    static SallyportException noConnector(String name, List<String> known) {
        return new SallyportException(
                ErrorCode.NOT_FOUND,
                "cli: this cluster has no single sign-on '" + name + "'. It has "
                        + (known.isEmpty() ? "none" : String.join(", ", known)));
    }

    static SallyportException noTerminal(String what, String option) {
        return new SallyportException(
                ErrorCode.INVALID_ARGUMENT, "cli: there is no terminal to ask for the " + what + ". Give " + option);
    }
}
