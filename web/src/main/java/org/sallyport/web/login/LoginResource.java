package org.sallyport.web.login;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.Certificates;
import org.sallyport.api.rest.LoginChallengeRequest;
import org.sallyport.api.rest.LoginRequest;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.MfaChallenge;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.api.rest.WhoAmI;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginService;
import org.sallyport.core.login.SessionCertificateService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Public;
import org.sallyport.web.edge.SessionCookie;
import org.sallyport.web.file.FileTransfers;
import org.sallyport.web.mfa.MfaHeader;
import org.sallyport.web.terminal.Terminals;

/** Login sessions: a bearer token for programs, the same token in a cookie for the console (docs/adr/0011). */
@Path("v1")
@Produces(MediaType.APPLICATION_JSON)
public class LoginResource {
    @EJB
    LoginService logins;

    @EJB
    SessionCertificateService sessions;

    @Inject
    CurrentCaller caller;

    @Inject
    Terminals terminals;

    @Inject
    FileTransfers files;

    @POST
    @Path("login")
    @Consumes(MediaType.APPLICATION_JSON)
    @Public("this is the login")
    public LoginResponse login(LoginRequest request) {
        return logins.login(caller.anonymous(), request);
    }

    @POST
    @Path("login/challenge")
    @Consumes(MediaType.APPLICATION_JSON)
    @Public("this begins the login")
    public MfaChallenge challenge(LoginChallengeRequest request) {
        return logins.challenge(caller.anonymous(), request);
    }

    @POST
    @Path("web/session")
    @Consumes(MediaType.APPLICATION_JSON)
    @Public("this is the console's login")
    public Response webSession(LoginRequest request) {
        String token = logins.login(caller.anonymous(), request.withoutKeys()).token();
        Caller.User user = logins.authenticate(caller.anonymous(), token);
        WhoAmI me = logins.whoAmI(user, token);
        return Response.ok(me).cookie(SessionCookie.of(token)).build();
    }

    @DELETE
    @Path("session")
    public Response logout() {
        logins.logout(caller.user(), caller.token());
        terminals.signedOut(caller.token());
        files.signedOut(caller.token());
        return Response.noContent().cookie(SessionCookie.gone()).build();
    }

    @GET
    @Path("whoami")
    public WhoAmI whoAmI() {
        return logins.whoAmI(caller.user(), caller.token());
    }

    @POST
    @Path("certificates")
    @Consumes(MediaType.APPLICATION_JSON)
    public Certificates certificates(CertificateRequest request) {
        return logins.issueCertificates(caller.user(), caller.token(), request);
    }

    @POST
    @Path("certificates/session")
    @Consumes(MediaType.APPLICATION_JSON)
    public Certificates sessionCertificate(
            @HeaderParam(MfaHeader.NAME) String shown, SessionCertificateRequest request) {
        return sessions.issue(caller.user(), caller.token(), request, MfaHeader.parse(shown));
    }
}
