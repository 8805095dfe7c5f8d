package org.sallyport.web.cluster;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.CaStatus;
import org.sallyport.api.rest.RotationRequest;
import org.sallyport.core.rotation.RotationService;
import org.sallyport.web.edge.CurrentCaller;

/** The exchange of CA keys (docs/guides/ca-rotation.md). */
@Path("v1")
@Produces(MediaType.APPLICATION_JSON)
public class RotationResource {
    @EJB
    RotationService rotations;

    @Inject
    CurrentCaller caller;

    @GET
    @Path("authorities/status")
    public List<CaStatus> status() {
        return rotations.status(caller.user());
    }

    @POST
    @Path("authorities/{type}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    public CaStatus rotate(@PathParam("type") String type, RotationRequest request) {
        return rotations.rotate(caller.user(), type(type), request == null ? new RotationRequest(null, null) : request);
    }

    @POST
    @Path("authorities/{type}/rollback")
    public CaStatus rollback(@PathParam("type") String type) {
        return rotations.rollback(caller.user(), type(type));
    }

    private static CaType type(String name) {
        return Arrays.stream(CaType.values())
                .filter(type -> type.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.INVALID_ARGUMENT,
                        "REST: there is no CA of type '" + name + "'; use user, host or openssh"));
    }
}
