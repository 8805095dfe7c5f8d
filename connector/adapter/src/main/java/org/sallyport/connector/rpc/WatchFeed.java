package org.sallyport.connector.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.WatchSink;
import org.sallyport.core.resource.ResourceChange;
import org.sallyport.rpc.v1.WatchEvent;

/** A watch on its way to an agent; waits when the agent does not read, ends when it is gone. */
final class WatchFeed implements WatchSink {
    private final ServerCallStreamObserver<WatchEvent> events;
    private final WatchEncoding encoding;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private AutoCloseable source;
    private boolean over;

    WatchFeed(ServerCallStreamObserver<WatchEvent> events, WatchEncoding encoding) {
        this.events = requireNonNull(events, "events");
        this.encoding = requireNonNull(encoding, "encoding");
        events.setOnReadyHandler(this::wake);
        events.setOnCancelHandler(this::end);
    }

    void start(Supplier<AutoCloseable> subscribe) {
        try {
            AutoCloseable opened = subscribe.get();
            boolean late;
            lock.lock();
            try {
                source = opened;
                late = over;
            } finally {
                lock.unlock();
            }
            if (late) {
                close(opened);
            }
        } catch (RuntimeException e) {
            if (!events.isCancelled()) {
                events.onError(GrpcStatus.of("Watch", e));
            }
        }
    }

    @Override
    public void reset() {
        send(WatchEvent.newBuilder().setType(WatchEvent.Type.RESET).build());
    }

    @Override
    public void authorities(List<Authority> authorities) {
        send(encoding.of(authorities));
    }

    @Override
    public void recordingKey(RecordingKey key) {
        send(encoding.of(key));
    }

    @Override
    public void change(ResourceChange change) {
        send(encoding.of(change));
    }

    @Override
    public void synced(long revision) {
        send(WatchEvent.newBuilder()
                .setType(WatchEvent.Type.SYNCED)
                .setRevision(revision)
                .build());
    }

    @Override
    public void closed(String reason) {
        end();
        if (!events.isCancelled()) {
            events.onError(Status.UNAVAILABLE.withDescription(reason).asRuntimeException());
        }
    }

    private void send(WatchEvent event) {
        lock.lock();
        try {
            while (!over && !events.isReady()) {
                changed.await();
            }
            if (over) {
                throw new SallyportException(ErrorCode.AGENT_OFFLINE, "component API: the watching agent is gone");
            }
            events.onNext(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SallyportException(ErrorCode.SHUTTING_DOWN, "component API: the server is stopping", "", e);
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        AutoCloseable opened;
        lock.lock();
        try {
            over = true;
            opened = source;
            source = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (opened != null) {
            close(opened);
        }
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            ConnectorLog.LOG.closeFailed("a watch", e);
        }
    }
}
