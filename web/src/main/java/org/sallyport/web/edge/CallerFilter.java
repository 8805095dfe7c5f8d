package org.sallyport.web.edge;

import jakarta.annotation.Priority;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginService;

/**
 * Makes the {@link Caller} of each request. The address is the connection's; a forwarded one counts only when the
 * listener of WildFly was told to believe it ({@code proxy-address-forwarding}).
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class CallerFilter implements ContainerRequestFilter {
    public static final String COOKIE = "sallyport_session";
    static final String CSRF_HEADER = "X-Sallyport-Csrf";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    @Context
    ResourceInfo resource;

    @Context
    HttpServletRequest http;

    @EJB
    LoginService logins;

    @Inject
    CurrentCaller current;

    @Inject
    PublicGate gate;

    @Override
    public void filter(ContainerRequestContext request) {
        Caller.Anonymous anonymous = new Caller.Anonymous(http.getRemoteAddr());
        current.arrived(anonymous);
        if (resource.getResourceMethod().isAnnotationPresent(Public.class)) {
            gate.enter(http);
            return;
        }
        Cookie cookie = request.getCookies().get(COOKIE);
        Credential credential = Credential.of(
                        request.getHeaderString(HttpHeaders.AUTHORIZATION), cookie == null ? null : cookie.getValue())
                .orElseThrow(CurrentCaller::notLoggedIn);
        requireOwnPage(credential, request.getMethod(), request.getHeaderString(CSRF_HEADER));
        String token = credential.token().reveal();
        current.loggedIn(logins.authenticate(anonymous, token), token);
    }

    /** A foreign page cannot add a header of its own without a CORS preflight, which is never granted. */
    static void requireOwnPage(Credential credential, String method, String header) {
        if (credential.ambient() && !SAFE.contains(method) && !"1".equals(header)) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    "REST: a change made with the session cookie must carry the header " + CSRF_HEADER
                            + ": 1; programs use a bearer token instead");
        }
    }
}
