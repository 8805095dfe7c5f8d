package org.sallyport.web.edge;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.Problem;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.remote.RetryAfter;
import org.sallyport.web.log.WebLog;

/**
 * The one place where a failure becomes an answer (RFC 9457). What services throw is found under whatever the container
 * wrapped around it (EJBException, ReaderException, …).
 */
@Provider
public class FailureMapper implements ExceptionMapper<Throwable> {
    @Override
    public Response toResponse(Throwable failure) {
        Optional<SallyportException> ours = Causes.find(failure, SallyportException.class);
        if (ours.isPresent()) {
            return refusal(ours.get());
        }
        Optional<WebApplicationException> protocol = Causes.find(failure, WebApplicationException.class);
        if (protocol.isPresent()) {
            return protocolRefusal(protocol.get());
        }
        WebLog.LOG.internalError(Trace.current(), failure);
        return Problems.answer(Problem.of(Problems.internal(), Trace.current())).build();
    }

    private static Response refusal(SallyportException refusal) {
        log(refusal, Trace.current());
        Response.ResponseBuilder answer = Problems.answer(Problem.of(refusal, Trace.current()));
        headers(refusal).forEach(answer::header);
        return answer.build();
    }

    static Map<String, String> headers(SallyportException refusal) {
        if (refusal.type() == ErrorType.UNAUTHENTICATED) {
            return Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"sallyport\"");
        }
        if (refusal.type() == ErrorType.UNAVAILABLE) {
            return Map.of(HttpHeaders.RETRY_AFTER, "5");
        }
        if (refusal.code() == ErrorCode.RATE_LIMITED) {
            Duration wait = RetryAfter.in(refusal.userMessage()).orElse(Duration.ofSeconds(1));
            return Map.of(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds()));
        }
        return Map.of();
    }

    static void log(SallyportException refusal, String trace) {
        String code = refusal.code().name();
        switch (refusal.type().logLevel()) {
            case ERROR -> WebLog.LOG.failed(code, refusal.userMessage(), refusal.details(), trace);
            case WARN -> WebLog.LOG.refused(code, refusal.userMessage(), refusal.details(), trace);
            case INFO -> WebLog.LOG.rejected(code, refusal.userMessage(), refusal.details(), trace);
        }
    }

    /** What HTTP itself defines (404, 405, 413, 415, …) keeps its status and headers such as Allow. */
    private static Response protocolRefusal(WebApplicationException refusal) {
        Response original = refusal.getResponse();
        if (original.getStatus() < 400) {
            return original;
        }
        if (original.getStatus() >= 500) {
            WebLog.LOG.internalError(Trace.current(), refusal);
        }
        Response.ResponseBuilder answer = Problems.answer(Problems.ofStatus(original.getStatus(), Trace.current()));
        String allow = original.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer.build()
                : answer.header(HttpHeaders.ALLOW, allow).build();
    }
}
