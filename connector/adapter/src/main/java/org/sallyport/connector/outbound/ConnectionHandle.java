package org.sallyport.connector.outbound;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.adapter.ActiveEndpoint;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialConnection;
import org.sallyport.core.connector.DialStream;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.FilesReceiver;
import org.sallyport.core.connector.FilesRequest;
import org.sallyport.core.connector.OpenDial;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.core.connector.ShellRequest;

/** What an application holds between getConnection and close. */
final class ConnectionHandle implements DialConnection {
    private final AtomicReference<PooledConnection> connection;

    ConnectionHandle(PooledConnection connection) {
        this.connection = new AtomicReference<>(connection);
    }

    void move(PooledConnection other) {
        connection.set(other);
    }

    void invalidate() {
        connection.set(null);
    }

    @Override
    public DialStream dial(Caller.User caller, DialTarget target) {
        ActiveEndpoint endpoint = endpoint();
        Relays relays = endpoint.relays();
        long window = relays.reserve();
        StreamEnd end = new StreamEnd();
        try {
            String hostId = endpoint.dialer().dial(caller, target, end, window);
            return end.open(hostId);
        } catch (SallyportException e) {
            relays.release(window);
            throw e;
        }
    }

    private ActiveEndpoint endpoint() {
        PooledConnection open = connection.get();
        if (open == null) {
            throw new SallyportException(
                    ErrorCode.SHUTTING_DOWN, "connector: this connection was closed; get another one");
        }
        return open.endpoint();
    }

    @Override
    public CompletionStage<OpenDial> open(Caller.User caller, DialTarget target) {
        return endpoint().carriedDials().open(caller, target);
    }

    @Override
    public void shell(Caller.User caller, DialTarget target, ShellRequest request, ShellReceiver receiver) {
        endpoint().shells().open(caller, target, request, receiver);
    }

    @Override
    public void files(Caller.User caller, DialTarget target, FilesRequest request, FilesReceiver receiver) {
        endpoint().fileTransfers().open(caller, target, request, receiver);
    }

    @Override
    public void close() {
        PooledConnection open = connection.getAndSet(null);
        if (open != null) {
            open.closed(this);
        }
    }
}
