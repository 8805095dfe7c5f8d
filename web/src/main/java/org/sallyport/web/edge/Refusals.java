package org.sallyport.web.edge;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.sallyport.api.error.Problem;
import org.sallyport.api.error.SallyportException;

/** Refusals of what is no REST resource, in the same form. */
public final class Refusals {
    private Refusals() {}

    public static void answer(HttpServletResponse response, SallyportException refusal) throws IOException {
        FailureMapper.log(refusal);
        Problem problem = Problem.of(refusal, Trace.current());
        response.setStatus(problem.status());
        response.setContentType(Problems.MEDIA_TYPE);
        byte[] body = Problems.encode(problem).getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
