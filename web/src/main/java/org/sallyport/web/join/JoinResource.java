package org.sallyport.web.join;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.sallyport.api.rest.JoinRequest;
import org.sallyport.api.rest.JoinResponse;
import org.sallyport.core.join.JoinService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Public;

/** Where an agent becomes a member. */
@Path("v1/join")
public class JoinResource {
    @EJB
    JoinService joins;

    @Inject
    CurrentCaller caller;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Public("the join token is the proof")
    public JoinResponse join(JoinRequest request) {
        return joins.join(caller.anonymous(), request);
    }
}
