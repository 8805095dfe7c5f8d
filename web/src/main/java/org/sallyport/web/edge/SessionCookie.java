package org.sallyport.web.edge;

import jakarta.ws.rs.core.NewCookie;

/** The console's login session (docs/adr/0011). Ends with the browser; the server ends it earlier when the roles say so. */
public final class SessionCookie {
    private SessionCookie() {}

    public static NewCookie of(String token) {
        return builder(token).build();
    }

    public static NewCookie gone() {
        return builder("").maxAge(0).build();
    }

    private static NewCookie.Builder builder(String value) {
        return new NewCookie.Builder(CallerFilter.COOKIE)
                .value(value)
                .path("/")
                .httpOnly(true)
                .secure(true)
                .sameSite(NewCookie.SameSite.STRICT);
    }
}
