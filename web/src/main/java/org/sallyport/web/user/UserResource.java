package org.sallyport.web.user;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.sallyport.api.rest.InviteCreated;
import org.sallyport.api.rest.UserCreation;
import org.sallyport.core.lockout.LockoutService;
import org.sallyport.core.user.UserService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Parameters;
import org.sallyport.web.mfa.AdminAction;

/** Makes and invites local users; they are listed, changed and removed as resources of kind user. */
@Path("v1/users")
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {
    @EJB
    UserService users;

    @EJB
    LockoutService lockouts;

    @Inject
    CurrentCaller caller;

    @POST
    @AdminAction
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(UserCreation request) {
        return created(users.create(caller.user(), request));
    }

    @POST
    @AdminAction
    @Path("{name}/invite")
    public Response invite(@PathParam("name") String name, @QueryParam("ttl") String ttl) {
        return created(users.invite(caller.user(), name, Parameters.text("ttl", ttl)));
    }

    /** An account that is not locked out stays as it is. */
    @DELETE
    @AdminAction
    @Path("{name}/lockout")
    public void unlock(@PathParam("name") String name) {
        lockouts.unlock(caller.user(), name);
    }

    private static Response created(InviteCreated invite) {
        return Response.status(Response.Status.CREATED).entity(invite).build();
    }
}
