package org.sallyport.ejb.login;

import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** What passwords may be: long ones. Kinds of characters are not asked for (NIST SP 800-63B section 5.1.1.2). */
public final class PasswordRule {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 128;

    private PasswordRule() {}

    /** @throws SallyportException WEAK_PASSWORD */
    public static void require(String password) {
        int length = password == null ? 0 : password.length();
        if (length < SHORTEST || length > LONGEST) {
            throw new SallyportException(
                    ErrorCode.WEAK_PASSWORD,
                    "Auth Service: a password has " + SHORTEST + " to " + LONGEST
                            + " characters; choose a longer one, a" + " few words will do");
        }
    }
}
