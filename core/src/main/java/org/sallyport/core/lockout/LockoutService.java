package org.sallyport.core.lockout;

import org.sallyport.core.caller.Caller;

/** Accounts locked after too many failures; the lock ends by itself. */
public interface LockoutService {
    /** Takes the right to update the user. Without a lock it only forgets failures. Errors: ACCESS_DENIED, NOT_FOUND. */
    void unlock(Caller caller, String user);
}
