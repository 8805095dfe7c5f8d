package org.sallyport.core.keys;

import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** The two ways in which work with a key fails: what was handed in is wrong, or the platform lets us down. */
final class KeyFailure {
    private KeyFailure() {}

    static SallyportException malformed(String message, Throwable cause) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, message, String.valueOf(cause.getMessage()), cause);
    }

    static SallyportException malformed(String message) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, message);
    }

    static SallyportException internal(String what, Throwable cause) {
        return new SallyportException(
                ErrorCode.INTERNAL,
                "Cryptography failed: " + what + ". Look for the cause in the log",
                String.valueOf(cause.getMessage()),
                cause);
    }
}
