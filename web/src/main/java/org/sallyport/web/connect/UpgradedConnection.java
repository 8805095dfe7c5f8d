package org.sallyport.web.connect;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.sallyport.core.connector.CarriedConnection;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** One of Undertow's connections after its HTTP ended, TLS and all. It belongs to its I/O thread. */
final class UpgradedConnection implements CarriedConnection {
    private final StreamConnection connection;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final InetSocketAddress peer;
    private final InetSocketAddress local;

    UpgradedConnection(StreamConnection connection, InetSocketAddress peer) {
        this.connection = requireNonNull(connection, "connection");
        this.source = connection.getSourceChannel();
        this.sink = connection.getSinkChannel();
        this.peer = requireNonNull(peer, "peer");
        this.local = connection.getLocalAddress(InetSocketAddress.class);
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return peer;
    }

    @Override
    public void begin(Readiness readiness) {
        source.getReadSetter().set(channel -> readiness.readable());
        sink.getWriteSetter().set(channel -> readiness.writable());
    }

    @Override
    public void interest(boolean reading, boolean writing) {
        if (reading) {
            source.resumeReads();
        } else {
            source.suspendReads();
        }
        if (writing) {
            sink.resumeWrites();
        } else {
            sink.suspendWrites();
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return source.read(target);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return sink.write(bytes);
    }

    @Override
    public boolean flush() throws IOException {
        return sink.flush();
    }

    @Override
    public void shutdownOutput() throws IOException {
        sink.shutdownWrites();
        sink.flush();
    }

    @Override
    public void execute(Runnable task) {
        connection.getIoThread().execute(task);
    }

    @Override
    public void close() {
        try {
            // TLS's buffers are the I/O thread's
            execute(() -> IoUtils.safeClose(connection));
        } catch (RejectedExecutionException e) {
            // the thread has ended with its listener
            IoUtils.safeClose(connection);
        }
    }
}
