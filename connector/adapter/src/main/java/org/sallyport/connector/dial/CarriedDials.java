package org.sallyport.connector.dial;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.pipe.CarriedEnd;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.CarriedConnection;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.OpenDial;

/** Users' dials without SSH between them and the proxy: first the agent is reached, then the user's connection joined. */
public final class CarriedDials {
    private final Dialer dialer;
    private final Relays relays;
    private final NodeNames names;
    private final Executor blocking;
    private final Supplier<ByteBuffer> input;
    private final Consumer<Runnable> overdue;

    /**
     * @param input an empty buffer of the current thread, for reading
     * @param overdue runs a task after the time that a connection which is to end may stand still
     */
    public CarriedDials(
            Dialer dialer,
            Relays relays,
            Supplier<String> clusterName,
            Executor blocking,
            Supplier<ByteBuffer> input,
            Consumer<Runnable> overdue) {
        this.dialer = requireNonNull(dialer, "dialer");
        this.relays = requireNonNull(relays, "relays");
        this.names = new NodeNames(clusterName);
        this.blocking = requireNonNull(blocking, "blocking");
        this.input = requireNonNull(input, "input");
        this.overdue = requireNonNull(overdue, "overdue");
    }

    /** Fails with {@link SallyportException}s only. */
    public CompletionStage<OpenDial> open(Caller.User caller, DialTarget target) {
        try {
            return CompletableFuture.supplyAsync(() -> dial(caller, target), blocking);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new SallyportException(
                    ErrorCode.SHUTTING_DOWN,
                    "proxy: this server is shutting down; try again in a moment",
                    e.toString(),
                    e));
        }
    }

    private OpenDial dial(Caller.User caller, DialTarget target) {
        long window = relays.reserve();
        CarriedEnd end = new CarriedEnd((int) window, input, overdue);
        try {
            DialTarget bare = new DialTarget(target.service(), names.bare(target.name()), target.resumable());
            return new Open(dialer.dial(caller, bare, end, window), end);
        } catch (RuntimeException e) {
            relays.release(window);
            throw e;
        }
    }

    private static final class Open implements OpenDial {
        private final String hostId;
        private final CarriedEnd end;
        private final AtomicBoolean decided = new AtomicBoolean();

        Open(String hostId, CarriedEnd end) {
            this.hostId = hostId;
            this.end = end;
        }

        @Override
        public String hostId() {
            return hostId;
        }

        @Override
        public void attach(CarriedConnection connection) {
            if (decided.compareAndSet(false, true)) {
                end.open(connection);
            } else {
                connection.close();
            }
        }

        @Override
        public void close() {
            if (decided.compareAndSet(false, true)) {
                end.abandon();
            }
        }
    }
}
