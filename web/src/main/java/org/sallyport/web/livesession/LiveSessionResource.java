package org.sallyport.web.livesession;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.sallyport.api.rest.LiveSessionPage;
import org.sallyport.api.rest.LiveSessionView;
import org.sallyport.core.livesession.LiveSessionQuery;
import org.sallyport.core.livesession.LiveSessionService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Parameters;

/** Sessions that go on now. */
@Path("v1/sessions")
public class LiveSessionResource {
    @EJB
    LiveSessionService sessions;

    @Inject
    CurrentCaller caller;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public LiveSessionPage list(
            @QueryParam("user") String user,
            @QueryParam("node") String node,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") String limit) {
        LiveSessionQuery query = new LiveSessionQuery(Parameters.text("user", user), Parameters.text("node", node));
        return sessions.list(caller.user(), query, Parameters.text("cursor", cursor), Parameters.limit(limit));
    }

    @GET
    @Path("{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public LiveSessionView get(@PathParam("id") String id) {
        return sessions.get(caller.user(), id);
    }

    /** Accepted: the agent is asked, and ends it within moments. */
    @DELETE
    @Path("{id}")
    public Response end(@PathParam("id") String id, @QueryParam("reason") String reason) {
        sessions.end(caller.user(), id, Parameters.text("reason", reason));
        return Response.accepted().build();
    }
}
