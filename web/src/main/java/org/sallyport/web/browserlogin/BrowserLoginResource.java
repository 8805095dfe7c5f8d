package org.sallyport.web.browserlogin;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.sallyport.api.rest.BrowserLoginAnswer;
import org.sallyport.api.rest.BrowserLoginDecided;
import org.sallyport.api.rest.BrowserLoginRedemption;
import org.sallyport.api.rest.BrowserLoginRequest;
import org.sallyport.api.rest.BrowserLoginStarted;
import org.sallyport.api.rest.BrowserLoginView;
import org.sallyport.api.rest.UserCode;
import org.sallyport.core.browserlogin.BrowserLoginService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Public;

/** Programs that are logged in by their user's browser (docs/adr/0029). */
@Path("v1/login-requests")
@Produces(MediaType.APPLICATION_JSON)
public class BrowserLoginResource {
    @EJB
    BrowserLoginService logins;

    @Inject
    CurrentCaller caller;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Public("a login begins here")
    public BrowserLoginStarted start(BrowserLoginRequest request) {
        return logins.start(caller.anonymous(), request);
    }

    @POST
    @Path("redeem")
    @Consumes(MediaType.APPLICATION_JSON)
    @Public("the code and its verifier are the proof")
    public BrowserLoginAnswer redeem(BrowserLoginRedemption redemption) {
        return logins.redeem(caller.anonymous(), redemption);
    }

    @POST
    @Path("find")
    @Consumes(MediaType.APPLICATION_JSON)
    public BrowserLoginView find(UserCode code) {
        return logins.find(caller.user(), code.userCode());
    }

    @GET
    @Path("{id}")
    public BrowserLoginView view(@PathParam("id") String id) {
        return logins.view(caller.user(), id);
    }

    @POST
    @Path("{id}/approve")
    public BrowserLoginDecided approve(@PathParam("id") String id) {
        return logins.approve(caller.user(), caller.token(), id);
    }

    @POST
    @Path("{id}/deny")
    public BrowserLoginDecided deny(@PathParam("id") String id) {
        return logins.deny(caller.user(), id);
    }
}
