package org.sallyport.web.edge;

import static java.util.Objects.requireNonNull;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.login.LoginService;

/**
 * Who makes a request that is no REST call, by the console's cookie. A browser sends that along with any page's WebSocket:
 * whoever asks here must look at the header Origin too.
 */
@ApplicationScoped
public class CookieCallers {
    @EJB
    LoginService logins;

    /** A login session and who is behind it. */
    public record Login(Caller.Anonymous anonymous, Caller.User user, Secret token) {
        public Login {
            requireNonNull(anonymous, "anonymous");
            requireNonNull(user, "user");
            requireNonNull(token, "token");
        }
    }

    /** @throws org.sallyport.api.error.SallyportException NOT_LOGGED_IN, LOCKED */
    public Login require(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        String value = (cookies == null ? Stream.<Cookie>empty() : Arrays.stream(cookies))
                .filter(cookie -> cookie.getName().equals(CallerFilter.COOKIE))
                .map(Cookie::getValue)
                .findFirst()
                .orElse(null);
        Secret token = Credential.of(null, value)
                .orElseThrow(CurrentCaller::notLoggedIn)
                .token();
        Caller.Anonymous anonymous = new Caller.Anonymous(request.getRemoteAddr());
        return new Login(anonymous, logins.authenticate(anonymous, token.reveal()), token);
    }
}
