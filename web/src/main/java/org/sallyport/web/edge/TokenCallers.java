package org.sallyport.web.edge;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.stream.Stream;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginService;
import org.sallyport.web.edge.CookieCallers.Login;

/** Who makes a call of the REST API that a servlet answers: as of all others, by bearer token or by cookie. */
@ApplicationScoped
public class TokenCallers {
    @EJB
    LoginService logins;

    /** @throws org.sallyport.api.error.SallyportException NOT_LOGGED_IN, LOCKED, ACCESS_DENIED (the page of somebody else) */
    public Login require(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        String cookie = (cookies == null ? Stream.<Cookie>empty() : Arrays.stream(cookies))
                .filter(each -> each.getName().equals(CallerFilter.COOKIE))
                .map(Cookie::getValue)
                .findFirst()
                .orElse(null);
        Credential credential = Credential.of(request.getHeader(HttpHeaders.AUTHORIZATION), cookie)
                .orElseThrow(CurrentCaller::notLoggedIn);
        CallerFilter.requireOwnPage(credential, request.getMethod(), request.getHeader(CallerFilter.CSRF_HEADER));
        Caller.Anonymous anonymous = new Caller.Anonymous(request.getRemoteAddr());
        return new Login(
                anonymous, logins.authenticate(anonymous, credential.token().reveal()), credential.token());
    }
}
