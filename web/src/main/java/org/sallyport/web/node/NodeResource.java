package org.sallyport.web.node;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.sallyport.api.node.Node;
import org.sallyport.api.rest.Page;
import org.sallyport.core.node.NodeService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Parameters;

/** The nodes the caller may see. */
@Path("v1/nodes")
public class NodeResource {
    @EJB
    NodeService nodes;

    @Inject
    CurrentCaller caller;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Page<Node> list(
            @QueryParam("search") String search,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") String limit) {
        return nodes.list(
                caller.user(),
                Parameters.text("search", search),
                Parameters.text("cursor", cursor),
                Parameters.limit(limit));
    }
}
