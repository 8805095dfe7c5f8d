package org.sallyport.web.sso;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.sallyport.api.rest.SsoLoginRequest;
import org.sallyport.api.rest.SsoTest;
import org.sallyport.api.rest.SsoUser;
import org.sallyport.api.rest.WhoAmI;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginService;
import org.sallyport.core.mfa.DeviceResetService;
import org.sallyport.core.sso.SsoService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Public;
import org.sallyport.web.edge.SessionCookie;
import org.sallyport.web.mfa.AdminAction;

/** Tests of connectors, who is here by one, and the console's login by a password of a directory. */
@Path("v1")
@Produces(MediaType.APPLICATION_JSON)
public class SsoAdminResource {
    @EJB
    SsoService sso;

    @EJB
    LoginService logins;

    @EJB
    DeviceResetService devices;

    @Inject
    CurrentCaller caller;

    @GET
    @Path("sso-tests/{id}")
    public SsoTest test(@PathParam("id") String id) {
        return sso.test(caller.user(), id);
    }

    @GET
    @Path("sso-users")
    public List<SsoUser> users() {
        return sso.users(caller.user());
    }

    @DELETE
    @Path("sso-users/{connector}/{user}/mfa")
    @AdminAction
    public void resetDevices(@PathParam("connector") String connector, @PathParam("user") String user) {
        devices.reset(caller.user(), connector, user);
    }

    @POST
    @Path("web/sso/{connector}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Public("this is the console's login")
    public Response webLogin(@PathParam("connector") String connector, SsoLoginRequest request) {
        SsoLoginRequest keyless = new SsoLoginRequest(request.user(), request.password(), null, null, null);
        String token = sso.password(caller.anonymous(), connector, keyless).token();
        Caller.User user = logins.authenticate(caller.anonymous(), token);
        WhoAmI me = logins.whoAmI(user, token);
        return Response.ok(me).cookie(SessionCookie.of(token)).build();
    }
}
