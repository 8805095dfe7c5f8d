package org.sallyport.web.invite;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.sallyport.api.rest.InviteAcceptance;
import org.sallyport.api.rest.InviteView;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.core.user.UserService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Public;

/** What the holder of an invite link can do. */
@Path("v1/invites/{secret}")
@Produces(MediaType.APPLICATION_JSON)
public class InviteResource {
    @EJB
    UserService users;

    @Inject
    CurrentCaller caller;

    @GET
    @Public("the secret in the link is the proof")
    public InviteView view(@PathParam("secret") String secret) {
        return users.viewInvite(caller.anonymous(), secret);
    }

    @POST
    @Path("passkey")
    @Public("the secret in the link is the proof")
    public MfaRegistration beginPasskey(@PathParam("secret") String secret) {
        return users.beginPasskey(caller.anonymous(), secret);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Public("the secret in the link is the proof")
    public void accept(@PathParam("secret") String secret, InviteAcceptance acceptance) {
        users.acceptInvite(caller.anonymous(), secret, acceptance);
    }
}
