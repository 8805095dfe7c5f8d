package org.sallyport.api.error;

/**
 * What kind of failure an {@link ErrorCode} is. The type alone decides the HTTP status, the gRPC status, the SSH
 * channel-open failure reason, the CLI's exit code and the log level; this table is the only place that says so.
 *
 * <p>Sources: HTTP status codes RFC 9110; gRPC status codes as numbered by the gRPC specification; SSH reason codes
 * RFC 4254 section 5.1.
 */
public enum ErrorType {
    INVALID(400, 3, 1, 2, LogLevel.INFO),
    UNAUTHENTICATED(401, 16, 1, 3, LogLevel.WARN),
    DENIED(403, 7, 1, 4, LogLevel.WARN),
    NOT_FOUND(404, 5, 2, 5, LogLevel.INFO),
    CONFLICT(409, 10, 1, 6, LogLevel.INFO),
    LIMITED(429, 8, 4, 7, LogLevel.WARN),
    UNAVAILABLE(503, 14, 2, 8, LogLevel.WARN),
    INTERNAL(500, 13, 2, 70, LogLevel.ERROR);

    /** How loudly a failure of this type is logged. */
    public enum LogLevel {
        INFO,
        WARN,
        ERROR
    }

    private final int httpStatus;
    private final int grpcStatus;
    private final int sshReason;
    private final int exitCode;
    private final LogLevel logLevel;

    ErrorType(int httpStatus, int grpcStatus, int sshReason, int exitCode, LogLevel logLevel) {
        this.httpStatus = httpStatus;
        this.grpcStatus = grpcStatus;
        this.sshReason = sshReason;
        this.exitCode = exitCode;
        this.logLevel = logLevel;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public int grpcStatus() {
        return grpcStatus;
    }

    /** SSH_OPEN_* reason of RFC 4254 section 5.1. */
    public int sshReason() {
        return sshReason;
    }

    /** Exit code of the CLI and of the agent; never 0, never 255 (which ssh uses for its own failures). */
    public int exitCode() {
        return exitCode;
    }

    public LogLevel logLevel() {
        return logLevel;
    }
}
