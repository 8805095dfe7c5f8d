package org.sallyport.web.edge;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;

/** Who makes the request at hand, as {@link CallerFilter} proved it. */
@RequestScoped
public class CurrentCaller {
    private Caller.Anonymous anonymous = new Caller.Anonymous("");
    private Optional<Caller.User> user = Optional.empty();
    private String token = "";

    void arrived(Caller.Anonymous nobodyYet) {
        anonymous = nobodyYet;
        user = Optional.empty();
        token = "";
    }

    void loggedIn(Caller.User proved, String bearerToken) {
        user = Optional.of(proved);
        token = bearerToken;
    }

    public Caller.Anonymous anonymous() {
        return anonymous;
    }

    public Caller.User user() {
        return user.orElseThrow(CurrentCaller::notLoggedIn);
    }

    /** The bearer token of the login session; empty on a public call. */
    public String token() {
        return token;
    }

    static SallyportException notLoggedIn() {
        return new SallyportException(
                ErrorCode.NOT_LOGGED_IN,
                "REST: this call needs a login session; log in with 'sallyport login' or in the console");
    }
}
