package org.sallyport.ejb.transaction;

import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * Around a transaction's boundary, outside of it: a commit that fails ends in one of Jakarta Transactions' checked
 * exceptions, which no caller declares and none would catch. When the connection is lost at a commit, nobody knows
 * whether the database has kept the change: the message says so.
 */
public class CommitFailures {
    @AroundInvoke
    public Object tell(InvocationContext call) throws Exception {
        try {
            return call.proceed();
        } catch (RuntimeException thrown) {
            throw thrown;
        } catch (Exception commit) {
            throw of(commit);
        }
    }

    private static SallyportException of(Exception commit) {
        for (Throwable cause = commit; cause != null; cause = cause.getCause()) {
            if (cause instanceof SallyportException known) {
                return known;
            }
        }
        return new SallyportException(
                ErrorCode.STORE_UNAVAILABLE,
                "store: the database did not confirm a change: look whether it was made, then try again",
                commit.toString(),
                commit);
    }
}
