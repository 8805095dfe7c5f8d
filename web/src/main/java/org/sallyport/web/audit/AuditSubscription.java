package org.sallyport.web.audit;

import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.caller.Caller;

/** Who follows what; the token is looked at again and again, so that a stream ends with its login session. */
record AuditSubscription(Caller.Anonymous anonymous, Caller.User user, String token, AuditQuery query) {
    @Override
    public String toString() {
        return "audit stream of " + user.name();
    }
}
