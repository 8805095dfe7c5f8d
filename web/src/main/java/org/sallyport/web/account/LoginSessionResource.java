package org.sallyport.web.account;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.sallyport.api.rest.LoginSessionView;
import org.sallyport.api.rest.SessionsEnded;
import org.sallyport.core.account.LoginSessionService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.SessionCookie;
import org.sallyport.web.file.FileTransfers;
import org.sallyport.web.terminal.Terminals;

/** One's own login sessions. Terminals of those ended from elsewhere end at the server's next look at them. */
@Path("v1/login-sessions")
@Produces(MediaType.APPLICATION_JSON)
public class LoginSessionResource {
    @EJB
    LoginSessionService sessions;

    @Inject
    CurrentCaller caller;

    @Inject
    Terminals terminals;

    @Inject
    FileTransfers files;

    @GET
    public List<LoginSessionView> list() {
        return sessions.list(caller.user(), caller.token());
    }

    @DELETE
    public SessionsEnded endOthers() {
        return sessions.endOthers(caller.user(), caller.token());
    }

    @DELETE
    @Path("{id}")
    public Response end(@PathParam("id") String id) {
        boolean own = sessions.end(caller.user(), caller.token(), id);
        if (!own) {
            return Response.noContent().build();
        }
        terminals.signedOut(caller.token());
        files.signedOut(caller.token());
        return Response.noContent().cookie(SessionCookie.gone()).build();
    }
}
