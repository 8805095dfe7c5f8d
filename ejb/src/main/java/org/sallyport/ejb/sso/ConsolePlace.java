package org.sallyport.ejb.sso;

import java.util.regex.Pattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Where in the console somebody goes after the login: a fragment of ours, never an address. */
final class ConsolePlace {
    private static final Pattern FRAGMENT = Pattern.compile("[A-Za-z0-9/_-]{0,200}");

    private ConsolePlace() {}

    static String checked(String next) {
        if (!FRAGMENT.matcher(next).matches()) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Auth Service: next must name a page of the console, such as nodes or approve/<id>");
        }
        return next;
    }
}
