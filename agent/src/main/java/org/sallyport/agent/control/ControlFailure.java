package org.sallyport.agent.control;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Arrays;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;

/** gRPC statuses as failures of ours: the type by the error table, the text as the Auth Service wrote it. */
final class ControlFailure {
    private ControlFailure() {}

    static SallyportException of(StatusRuntimeException failure) {
        Status status = failure.getStatus();
        // a cause means that the failure was made here: its description is gRPC's own, not the Auth Service's
        String text = status.getCause() != null
                ? "the connection through the tunnel broke (" + innermost(status.getCause()) + ")"
                : status.getDescription() == null ? status.getCode().name() : status.getDescription();
        return new SallyportException(
                code(status), "Auth Service: " + text.replaceAll("[\\p{Cntrl}\\s]+", " "), "", failure);
    }

    private static String innermost(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }

    /** What will not get better by sending the same again. */
    static boolean invalid(StatusRuntimeException failure) {
        return type(failure.getStatus()) == ErrorType.INVALID;
    }

    private static ErrorType type(Status status) {
        return Arrays.stream(ErrorType.values())
                .filter(type -> type.grpcStatus() == status.getCode().value())
                .findFirst()
                .orElse(ErrorType.UNAVAILABLE);
    }

    private static ErrorCode code(Status status) {
        return switch (type(status)) {
            case INVALID -> ErrorCode.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> ErrorCode.CERTIFICATE_UNTRUSTED;
            case DENIED -> ErrorCode.ACCESS_DENIED;
            case NOT_FOUND -> ErrorCode.NOT_FOUND;
            case CONFLICT -> ErrorCode.STALE_REVISION;
            case LIMITED -> ErrorCode.RATE_LIMITED;
            case UNAVAILABLE -> ErrorCode.PROXY_UNREACHABLE;
            case INTERNAL -> ErrorCode.INTERNAL;
        };
    }
}
