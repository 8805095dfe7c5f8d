package org.sallyport.web.edge;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.sallyport.api.error.Problem;
import org.sallyport.api.error.SallyportException;
import org.sallyport.web.log.WebLog;

/** Refusals of what is no REST resource, in the same form. */
public final class Refusals {
    private Refusals() {}

    /** What was thrown first, under whatever the container wrapped around it. */
    public static SallyportException of(Throwable failure) {
        return Causes.find(failure, SallyportException.class).orElseGet(() -> {
            WebLog.LOG.internalError(Trace.current(), failure);
            return Problems.internal();
        });
    }

    /** From any thread. */
    public static void answer(HttpServletResponse response, SallyportException refusal) throws IOException {
        String trace = trace(response);
        FailureMapper.log(refusal, trace);
        Problem problem = Problem.of(refusal, trace);
        response.setStatus(problem.status());
        FailureMapper.headers(refusal).forEach(response::setHeader);
        response.setContentType(Problems.MEDIA_TYPE);
        byte[] body = Problems.encode(problem).getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** As {@link EdgeFilter} said it: the answer may come from another thread. */
    private static String trace(HttpServletResponse response) {
        String trace = response.getHeader(EdgeFilter.TRACE_HEADER);
        return trace == null ? "" : trace;
    }
}
