package org.sallyport.web.token;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.sallyport.api.rest.TokenCreation;
import org.sallyport.core.token.TokenService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.mfa.AdminAction;

/** Makes join tokens; they are listed and removed as resources of kind token. */
@Path("v1/tokens")
public class TokenResource {
    @EJB
    TokenService tokens;

    @Inject
    CurrentCaller caller;

    @POST
    @AdminAction
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response create(TokenCreation request) {
        return Response.status(Response.Status.CREATED)
                .entity(tokens.create(caller.user(), request))
                .build();
    }
}
