package org.sallyport.web.sso;

import jakarta.ws.rs.core.NewCookie;
import java.util.regex.Pattern;
import org.sallyport.core.sso.SsoService.Departure;

/** What a browser keeps while it is away at a provider: sealed, for ten minutes, for our eyes only. */
final class TripCookies {
    static final String LINKED = "sallyport_sso";
    static final String POSTED = "sallyport_saml";

    private static final String PATH = "/api/v1/sso";
    private static final Pattern CONNECTOR = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,127}");
    private static final int AWAY_SECONDS = 600;

    private TripCookies() {}

    static NewCookie of(String connector, Departure departure) {
        return departure.posted()
                ? posted(connector, departure.state(), AWAY_SECONDS)
                : linked(departure.state(), AWAY_SECONDS);
    }

    static NewCookie linkedGone() {
        return linked("", 0);
    }

    static NewCookie postedGone(String connector) {
        return posted(connector, "", 0);
    }

    /** Lax, not Strict: it must come back from the provider's site with the browser. */
    private static NewCookie linked(String value, int seconds) {
        return builder(LINKED, value, seconds)
                .path(PATH)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    /**
     * A POST from the provider's page brings only cookies with SameSite=None. Any page may make a browser send this one,
     * which is harmless: it opens nothing, it only names a login under way. Who sends it must also know the state in it,
     * and have an assertion signed for just that request.
     */
    private static NewCookie posted(String connector, String value, int seconds) {
        return builder(POSTED, value, seconds)
                // a name that no connector can have must not write into the header
                .path(CONNECTOR.matcher(connector).matches() ? PATH + "/" + connector + "/acs" : PATH)
                .sameSite(NewCookie.SameSite.NONE)
                .build();
    }

    private static NewCookie.Builder builder(String name, String value, int seconds) {
        return new NewCookie.Builder(name)
                .value(value)
                .maxAge(seconds)
                .httpOnly(true)
                .secure(true);
    }
}
