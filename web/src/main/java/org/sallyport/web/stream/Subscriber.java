package org.sallyport.web.stream;

import org.sallyport.core.caller.Caller;
import org.sallyport.web.edge.CurrentCaller;

/** Who follows; the token is looked at again and again, so that a stream ends with its login session. */
public record Subscriber(Caller.Anonymous anonymous, Caller.User user, String token) {
    public static Subscriber of(CurrentCaller caller) {
        return new Subscriber(caller.anonymous(), caller.user(), caller.token());
    }

    @Override
    public String toString() {
        return "stream of " + user.name();
    }
}
