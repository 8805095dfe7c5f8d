package org.sallyport.web.sso;

import jakarta.ws.rs.core.Response;
import org.sallyport.core.sso.SsoService.Arrival;
import org.sallyport.web.edge.BrowserRefusals;
import org.sallyport.web.edge.SessionCookie;

/** A browser that is back from where its user proved something goes on to the console. */
final class Arrivals {
    private Arrivals() {}

    static Response.ResponseBuilder answer(Arrival arrival) {
        Response.ResponseBuilder console = BrowserRefusals.toConsole(arrival.next());
        return arrival.login()
                .map(login -> console.cookie(SessionCookie.of(login.token())))
                .orElse(console);
    }
}
