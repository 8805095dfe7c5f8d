package org.sallyport.ejb.failure;

import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import java.sql.SQLException;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.ejb.log.ServerLog;

/**
 * Around every service bean: callers only ever see a {@link SallyportException}. What the store throws, at a statement
 * or at the commit, becomes STORE_UNAVAILABLE; what nobody foresaw becomes INTERNAL and is logged with its trace.
 */
public class Translated {
    @AroundInvoke
    public Object translate(InvocationContext call) throws Exception {
        try {
            return call.proceed();
        } catch (RuntimeException failure) {
            throw of(failure, call.getMethod().toString());
        }
    }

    static SallyportException of(RuntimeException failure, String where) {
        boolean store = false;
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 32; cause = cause.getCause(), depth++) {
            if (cause instanceof SallyportException known) {
                return known;
            }
            store |= cause instanceof SQLException;
        }
        if (store) {
            return new SallyportException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "Auth Service: the store does not answer; try again, and if it lasts check the database",
                    String.valueOf(failure.getMessage()),
                    failure);
        }
        ServerLog.LOG.internalError(where, failure);
        return new SallyportException(
                ErrorCode.INTERNAL,
                "Auth Service: internal error; the server's log (SALLY001090) has the cause",
                String.valueOf(failure),
                failure);
    }
}
