package org.sallyport.web.edge;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginService;

/** Who makes a request that is no REST call. Only by a bearer token: a browser's cookie would go along with any page's. */
@ApplicationScoped
public class BearerCallers {
    @EJB
    LoginService logins;

    /** @throws org.sallyport.api.error.SallyportException NOT_LOGGED_IN */
    public Caller.User require(HttpServletRequest request) {
        Credential credential = Credential.of(request.getHeader(HttpHeaders.AUTHORIZATION), null)
                .orElseThrow(CurrentCaller::notLoggedIn);
        return logins.authenticate(
                new Caller.Anonymous(request.getRemoteAddr()),
                credential.token().reveal());
    }
}
