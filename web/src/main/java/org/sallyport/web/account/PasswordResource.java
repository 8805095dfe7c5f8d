package org.sallyport.web.account;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.sallyport.api.rest.PasswordChange;
import org.sallyport.api.rest.SessionsEnded;
import org.sallyport.core.account.PasswordService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.mfa.MfaHeader;

/** One's own password. Takes a device shown again, in the header {@link MfaHeader#NAME}. */
@Path("v1/password")
@Produces(MediaType.APPLICATION_JSON)
public class PasswordResource {
    @EJB
    PasswordService passwords;

    @Inject
    CurrentCaller caller;

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public SessionsEnded change(@HeaderParam(MfaHeader.NAME) String shown, PasswordChange change) {
        return passwords.change(caller.user(), caller.token(), change, MfaHeader.parse(shown));
    }
}
