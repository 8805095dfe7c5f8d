package org.sallyport.api.error;

import static java.util.Objects.requireNonNull;

/**
 * The one failure type of the product. {@link #getMessage()} is for the person: it names the layer that refused, the
 * cause and what to do. {@link #details()} is for the log and the audit event only: it may hold what the person must
 * not learn (which check of a join failed, say).
 */
public final class SallyportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String details;

    public SallyportException(ErrorCode code, String userMessage) {
        this(code, userMessage, "", null);
    }

    public SallyportException(ErrorCode code, String userMessage, String details) {
        this(code, userMessage, details, null);
    }

    public SallyportException(ErrorCode code, String userMessage, String details, Throwable cause) {
        super(requireNonNull(userMessage, "userMessage"), cause);
        this.code = requireNonNull(code, "code");
        this.details = requireNonNull(details, "details");
    }

    public ErrorCode code() {
        return code;
    }

    public ErrorType type() {
        return code.type();
    }

    public String userMessage() {
        return getMessage();
    }

    /** For logs and audit only, never shown to the caller; may be empty. */
    public String details() {
        return details;
    }
}
