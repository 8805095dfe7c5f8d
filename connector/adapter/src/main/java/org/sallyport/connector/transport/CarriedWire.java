package org.sallyport.connector.transport;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.CarriedConnection;
import org.sallyport.transport.Wire;

/** A connection that was accepted elsewhere, under the SSH transport. */
final class CarriedWire implements Wire {
    private static final int BUFFER = 128 * 1024;

    /** Two for each thread that carries, shared by its connections: an idle one holds none. */
    static final class Buffers {
        private final ThreadLocal<ByteBuffer> input = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER));
        private final ThreadLocal<ByteBuffer> output = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER));

        ByteBuffer input() {
            return input.get().clear();
        }
    }

    private final CarriedConnection connection;
    private final Buffers buffers;
    private final Executor completing;
    private boolean more;

    CarriedWire(CarriedConnection connection, Buffers buffers, Executor completing) {
        this.connection = requireNonNull(connection, "connection");
        this.buffers = requireNonNull(buffers, "buffers");
        this.completing = requireNonNull(completing, "completing");
    }

    @Override
    public SocketAddress localAddress() {
        return connection.localAddress();
    }

    @Override
    public SocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public void begin(User user) {
        connection.begin(new CarriedConnection.Readiness() {
            @Override
            public void readable() {
                guarded(user, user::readable);
            }

            @Override
            public void writable() {
                guarded(user, user::writable);
            }
        });
    }

    private interface Step {
        void run() throws IOException;
    }

    /** MINA lets other threads that write wait for the end of a key exchange, which needs this one. */
    private static void guarded(User user, Step step) {
        try {
            ThreadUtils.runAsInternal(() -> {
                step.run();
                return null;
            });
        } catch (Exception | Error e) {
            // one connection's end, not that of the thread's others
            user.failed(e);
        }
    }

    @Override
    public void interest(boolean reading, boolean writing) {
        connection.interest(reading, writing);
    }

    @Override
    public ByteBuffer input() {
        return buffers.input();
    }

    @Override
    public ByteBuffer output() {
        return buffers.output.get().clear();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int total = 0;
        while (target.hasRemaining()) {
            int count = connection.read(target);
            if (count <= 0) {
                more = false;
                return total > 0 || count == 0 ? total : -1;
            }
            total += count;
        }
        more = true;
        return total;
    }

    @Override
    public boolean more() {
        return more;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int total = 0;
        int count = 1;
        // TLS takes a record at a time
        while (source.hasRemaining() && count > 0) {
            count = connection.write(source);
            total += count;
        }
        return total;
    }

    @Override
    public boolean flush() throws IOException {
        return connection.flush();
    }

    @Override
    public void execute(Runnable task) {
        connection.execute(() -> {
            try {
                ThreadUtils.runAsInternal(() -> {
                    task.run();
                    return null;
                });
            } catch (Exception e) {
                ConnectorLog.LOG.debugf(e, "a step of a carried connection from %s failed", remoteAddress());
            }
        });
    }

    @Override
    public void flushLater(User user) {
        connection.execute(() -> completing.execute(() -> guarded(user, user::flush)));
    }

    @Override
    public void shutdownOutput() throws IOException {
        connection.shutdownOutput();
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public String toString() {
        return "CarriedWire[remote=" + remoteAddress() + "]";
    }
}
