package org.sallyport.connector.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.CarriedConnection;
import org.sallyport.transport.EventLoops;
import org.sallyport.transport.HandshakeQueue;
import org.sallyport.transport.LoopTransport;
import org.sallyport.transport.Wire;

/**
 * The only threads the connector makes, with the application's class loader and an end. The default work manager has 50
 * threads and WildFly ignores {@code virtual=true}, so decisions that may block run on virtual threads of our own; the
 * message-driven bean's container sets up naming and security for each call.
 */
public final class ConnectorThreads implements AutoCloseable {
    private static final long STOP_SECONDS = 5;

    /** Steps of handshakes are arithmetic; a few more than processors, for those that wait for a lock. */
    private static final int HANDSHAKES_PER_PROCESSOR = 2;

    private final ExecutorService blocking;
    private final ExecutorService sessions;
    private final ScheduledExecutorService timer;
    private final HandshakeQueue handshakes;
    private final EventLoops loops;
    private final IoServiceFactoryFactory transport;
    private final CarriedWire.Buffers carried = new CarriedWire.Buffers();

    public ConnectorThreads(ClassLoader loader) {
        blocking = Executors.newThreadPerTaskExecutor(
                factory(Thread.ofVirtual().name("sallyport-connector-", 0).factory(), loader));
        sessions = Executors.newCachedThreadPool(factory(
                Thread.ofPlatform().name("sallyport-session-", 0).daemon().factory(), loader));
        ScheduledThreadPoolExecutor scheduled = new ScheduledThreadPoolExecutor(
                1,
                factory(
                        Thread.ofPlatform()
                                .name("sallyport-connector-timer")
                                .daemon()
                                .factory(),
                        loader));
        scheduled.setRemoveOnCancelPolicy(true);
        timer = scheduled;
        int processors = Runtime.getRuntime().availableProcessors();
        handshakes = new HandshakeQueue(blocking, processors * HANDSHAKES_PER_PROCESSOR);
        boolean own = !"nio2".equals(System.getProperty("sallyport.ssh.transport"));
        loops = new EventLoops(
                own ? Math.max(1, processors / 2) : 0,
                factory(
                        Thread.ofPlatform()
                                .name("sallyport-connector-io-", 0)
                                .daemon()
                                .factory(),
                        loader),
                blocking,
                handshakes);
        transport = own ? new LoopTransport(loops) : new Nio2ServiceFactoryFactory();
    }

    private static ThreadFactory factory(ThreadFactory threads, ClassLoader loader) {
        return task -> {
            Thread thread = threads.newThread(task);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }

    /** Virtual threads, one per task: tasks may block. */
    public ExecutorService blocking() {
        return blocking;
    }

    /** Platform threads, made as needed: for SSH sessions that end here, which wait with monitors held. */
    public ExecutorService sessions() {
        return sessions;
    }

    /** One thread: tasks must be short. */
    public ScheduledExecutorService timer() {
        return timer;
    }

    /** Runs a short task after a while, or never when everything ends before. */
    public void later(Runnable task, Duration delay) {
        try {
            var unused = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            ConnectorLog.LOG.debugf(e, "the connector is stopping");
        }
    }

    /** For connections that are made. */
    public IoServiceFactoryFactory outgoing() {
        return transport;
    }

    HandshakeQueue handshakes() {
        return handshakes;
    }

    /** What carries SSH: our event loops, or MINA's own NIO2 with {@code -Dsallyport.ssh.transport=nio2}. */
    IoServiceFactoryFactory transport() {
        return transport;
    }

    /** A connection that was accepted elsewhere, on the thread that it belongs to. */
    Wire wire(CarriedConnection connection) {
        return new CarriedWire(connection, carried, loops::complete);
    }

    /** An empty buffer of the current thread, for reading what is carried; its content is gone with the next call. */
    public ByteBuffer carriedInput() {
        return carried.input();
    }

    /** For what goes on after a write: on the loop that tells of it when that holds no lock, else elsewhere. */
    public void afterWrite(Runnable completion) {
        if (loops.completing()) {
            completion.run();
        } else {
            blocking.execute(completion);
        }
    }

    @Override
    public void close() {
        loops.close();
        timer.shutdownNow();
        blocking.shutdown();
        sessions.shutdownNow();
        try {
            if (!blocking.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                List<Runnable> left = blocking.shutdownNow();
                if (!blocking.awaitTermination(1, TimeUnit.SECONDS)) {
                    ConnectorLog.LOG.closeOverdue("virtual threads (" + left.size() + " tasks waiting)");
                }
            }
        } catch (InterruptedException e) {
            blocking.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
