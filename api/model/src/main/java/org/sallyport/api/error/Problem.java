package org.sallyport.api.error;

import static java.util.Objects.requireNonNull;

/**
 * Problem details of RFC 9457, as {@code application/problem+json}.
 *
 * @param type {@code urn:sallyport:error:<CODE>}
 * @param title the code's name
 * @param status HTTP status
 * @param detail the message for the person
 * @param code the stable number of {@link ErrorCode}
 * @param traceId ties the answer to the server's log; may be empty
 */
public record Problem(String type, String title, int status, String detail, int code, String traceId) {
    public Problem {
        requireNonNull(type, "type");
        requireNonNull(title, "title");
        requireNonNull(detail, "detail");
        traceId = traceId == null ? "" : traceId;
    }

    public static Problem of(SallyportException failure, String traceId) {
        ErrorCode code = failure.code();
        return new Problem(
                "urn:sallyport:error:" + code.name(),
                code.name(),
                code.type().httpStatus(),
                failure.userMessage(),
                code.number(),
                traceId);
    }
}
