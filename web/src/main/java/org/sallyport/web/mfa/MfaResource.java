package org.sallyport.web.mfa;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.sallyport.api.rest.MfaChallenge;
import org.sallyport.api.rest.MfaDevices;
import org.sallyport.api.rest.MfaEnrolment;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.api.rest.MfaRegistrationRequest;
import org.sallyport.api.rest.RecoveryCodes;
import org.sallyport.core.mfa.MfaService;
import org.sallyport.web.edge.CurrentCaller;

/** One's own second factors. What changes them takes a device shown again, in the header {@link MfaHeader#NAME}. */
@Path("v1/mfa")
@Produces(MediaType.APPLICATION_JSON)
public class MfaResource {
    @EJB
    MfaService mfa;

    @Inject
    CurrentCaller caller;

    @GET
    @Path("devices")
    public MfaDevices list() {
        return mfa.list(caller.user());
    }

    @POST
    @Path("challenge")
    public MfaChallenge challenge() {
        return mfa.challenge(caller.user(), caller.token());
    }

    @POST
    @Path("registrations")
    @Consumes(MediaType.APPLICATION_JSON)
    public MfaRegistration begin(@HeaderParam(MfaHeader.NAME) String shown, MfaRegistrationRequest request) {
        return mfa.begin(caller.user(), caller.token(), request, MfaHeader.parse(shown));
    }

    @POST
    @Path("devices")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response add(MfaEnrolment enrolment) {
        return Response.status(Response.Status.CREATED)
                .entity(mfa.add(caller.user(), caller.token(), enrolment))
                .build();
    }

    @DELETE
    @Path("devices/{id}")
    public void remove(@HeaderParam(MfaHeader.NAME) String shown, @PathParam("id") String id) {
        mfa.remove(caller.user(), caller.token(), id, MfaHeader.parse(shown));
    }

    @POST
    @Path("recovery-codes")
    public RecoveryCodes newRecoveryCodes(@HeaderParam(MfaHeader.NAME) String shown) {
        return mfa.newRecoveryCodes(caller.user(), caller.token(), MfaHeader.parse(shown));
    }
}
