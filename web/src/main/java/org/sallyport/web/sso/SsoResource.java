package org.sallyport.web.sso;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sallyport.api.rest.ConnectorView;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.SsoLoginRequest;
import org.sallyport.api.rest.SsoTest;
import org.sallyport.api.rest.SsoTestRequest;
import org.sallyport.core.sso.SsoService;
import org.sallyport.core.sso.SsoService.Arrival;
import org.sallyport.core.sso.SsoService.Departure;
import org.sallyport.web.edge.BrowserRefusals;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Parameters;
import org.sallyport.web.edge.Public;

/** Single sign-on. What a browser comes to by a link answers it with a page of the console, refusals too. */
@Path("v1/sso")
@Produces(MediaType.APPLICATION_JSON)
public class SsoResource {
    private static final int MAX_CODE = 4096;
    private static final String NEGOTIATE = "Negotiate";

    @EJB
    SsoService sso;

    @Inject
    CurrentCaller caller;

    @GET
    @Public("the choices stand on the login page")
    public List<ConnectorView> connectors() {
        return sso.connectors(caller.anonymous());
    }

    @GET
    @Path("{connector}/begin")
    @Public("a login begins here")
    public Response begin(
            @PathParam("connector") String connector,
            @QueryParam("next") String next,
            @QueryParam("test") String test) {
        try {
            Departure departure = sso.begin(
                    caller.anonymous(), connector, Parameters.text("next", next), Parameters.text("test", test));
            return Response.status(Response.Status.SEE_OTHER)
                    .header(HttpHeaders.LOCATION, departure.url())
                    .cookie(TripCookies.of(connector, departure))
                    .build();
        } catch (RuntimeException refusal) {
            return BrowserRefusals.redirect(refusal).build();
        }
    }

    @GET
    @Path("{connector}/callback")
    @Public("the provider's code is the proof")
    public Response callback(
            @PathParam("connector") String connector,
            @QueryParam("code") String code,
            @QueryParam("state") String state,
            @QueryParam("error") String error,
            @QueryParam("error_description") String description,
            @QueryParam("iss") String issuer,
            @CookieParam(TripCookies.LINKED) String travelling) {
        try {
            SsoService.Return answer = new SsoService.Return(
                    bounded(code), bounded(state), bounded(error), bounded(description), bounded(issuer));
            Arrival arrival = sso.complete(caller.anonymous(), connector, answer, bounded(travelling));
            return Arrivals.answer(arrival).cookie(TripCookies.linkedGone()).build();
        } catch (RuntimeException refusal) {
            return BrowserRefusals.redirect(refusal)
                    .cookie(TripCookies.linkedGone())
                    .build();
        }
    }

    /** RFC 4559: the browser is asked for a ticket, and comes again with one when it may give it to this site. */
    @GET
    @Path("{connector}/negotiate")
    @Public("the Kerberos ticket is the proof")
    public Response negotiate(
            @PathParam("connector") String connector,
            @QueryParam("next") String next,
            @QueryParam("test") String test,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        Optional<byte[]> token = ticket(authorization);
        if (token.isEmpty()) {
            return Response.status(Response.Status.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, NEGOTIATE)
                    .type(MediaType.TEXT_PLAIN_TYPE)
                    .entity("Single sign-on by " + connector.replaceAll("[^A-Za-z0-9._@-]", "?")
                            + ": your browser gave no Kerberos ticket. Take one (kinit), and allow your browser to use it"
                            + " for this site.\n")
                    .build();
        }
        try {
            return Arrivals.answer(sso.negotiate(
                            caller.anonymous(),
                            connector,
                            token.get(),
                            Parameters.text("next", next),
                            Parameters.text("test", test)))
                    .build();
        } catch (RuntimeException refusal) {
            return BrowserRefusals.redirect(refusal).build();
        }
    }

    @POST
    @Path("{connector}/login")
    @Consumes(MediaType.APPLICATION_JSON)
    @Public("this is a login")
    public LoginResponse login(@PathParam("connector") String connector, SsoLoginRequest request) {
        return sso.password(caller.anonymous(), connector, request);
    }

    @POST
    @Path("{connector}/test")
    @Consumes(MediaType.APPLICATION_JSON)
    public SsoTest test(@PathParam("connector") String connector, SsoTestRequest request) {
        return sso.startTest(caller.user(), connector, request);
    }

    private static Optional<byte[]> ticket(String authorization) {
        String prefix = NEGOTIATE.toLowerCase(Locale.ROOT) + " ";
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder()
                    .decode(authorization.substring(prefix.length()).trim()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String bounded(String value) {
        return value == null || value.length() > MAX_CODE ? "" : value;
    }
}
