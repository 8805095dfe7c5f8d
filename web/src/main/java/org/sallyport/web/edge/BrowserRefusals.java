package org.sallyport.web.edge;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.sallyport.api.error.Problem;
import org.sallyport.api.error.SallyportException;

/**
 * A refusal to a browser that came by a link: the console's page tells it. The words go in a cookie of this site and not
 * in the address, where anybody could put words of his own into our page.
 */
public final class BrowserRefusals {
    static final String COOKIE = "sallyport_refusal";
    private static final int MAX_DETAIL = 1500;

    private BrowserRefusals() {}

    public static Response.ResponseBuilder redirect(RuntimeException failure) {
        SallyportException refusal = Refusals.of(failure);
        FailureMapper.log(refusal, Trace.current());
        Problem problem = Problem.of(refusal, Trace.current());
        String detail =
                problem.detail().length() > MAX_DETAIL ? problem.detail().substring(0, MAX_DETAIL) : problem.detail();
        String json = Problems.encode(new Problem(
                problem.type(), problem.title(), problem.status(), detail, problem.code(), problem.traceId()));
        NewCookie told = new NewCookie.Builder(COOKIE)
                .value(Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8)))
                .path("/")
                .maxAge(60)
                .secure(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
        return toConsole("refused").cookie(told);
    }

    /** @param place a fragment of the console */
    public static Response.ResponseBuilder toConsole(String place) {
        return Response.status(Response.Status.SEE_OTHER).header(HttpHeaders.LOCATION, "/#/" + place);
    }
}
