package org.sallyport.core.expression;

import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** What is wrong with an expression, and where. */
final class Fault {
    private Fault() {}

    static SallyportException at(int place, String what) {
        return new SallyportException(ErrorCode.INVALID_RESOURCE, "at character " + place + ": " + what);
    }
}
