package org.sallyport.connector.rpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;

/** Failures as gRPC statuses, by the table of {@link org.sallyport.api.error.ErrorType}. */
final class GrpcStatus {
    private GrpcStatus() {}

    static Status of(SallyportException failure) {
        return Status.fromCodeValue(failure.type().grpcStatus()).withDescription(failure.userMessage());
    }

    static StatusRuntimeException of(String method, RuntimeException failure) {
        if (failure instanceof SallyportException known) {
            return of(known).asRuntimeException();
        }
        ConnectorLog.LOG.componentFailed(method, failure);
        return Status.INTERNAL
                .withDescription("component API: the server failed; see its log")
                .asRuntimeException();
    }
}
