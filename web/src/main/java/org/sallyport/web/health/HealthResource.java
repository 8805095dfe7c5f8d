package org.sallyport.web.health;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.sallyport.api.rest.ServerHealth;
import org.sallyport.core.health.HealthService;
import org.sallyport.web.edge.CurrentCaller;

/** How this server is, for people; probes ask WildFly's own health endpoints. */
@Path("v1/health")
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
    @EJB
    HealthService health;

    @Inject
    CurrentCaller caller;

    @GET
    public ServerHealth health() {
        return health.health(caller.user());
    }
}
