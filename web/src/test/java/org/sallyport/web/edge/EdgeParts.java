package org.sallyport.web.edge;

import org.sallyport.core.login.LoginService;

/** Parts of the edge as the container would inject them. */
public final class EdgeParts {
    private EdgeParts() {}

    public static PublicGate gate() {
        return new PublicGate(4);
    }

    public static BearerCallers callers(LoginService logins) {
        BearerCallers callers = new BearerCallers();
        callers.logins = logins;
        return callers;
    }

    public static TokenCallers tokenCallers(LoginService logins) {
        TokenCallers callers = new TokenCallers();
        callers.logins = logins;
        return callers;
    }
}
