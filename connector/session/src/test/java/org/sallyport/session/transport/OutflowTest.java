package org.sallyport.session.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.session.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.session.dial.DialStream;

@Timeout(30)
final class OutflowTest {
    private static final int CHUNK = 32 * 1024;
    private static final int WRITERS = 92;

    /** A tunnel that takes one write and then no more until it is told to. */
    private static final class Stuck implements DialStream {
        private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
        private boolean flows;
        private long taken;

        @Override
        public synchronized CompletionStage<Void> write(byte[] data, int offset, int length) {
            taken += length;
            CompletableFuture<Void> done = new CompletableFuture<>();
            if (flows) {
                done.complete(null);
            } else {
                waiting.add(done);
            }
            return done;
        }

        void flow() {
            List<CompletableFuture<Void>> all;
            synchronized (this) {
                flows = true;
                all = new ArrayList<>(waiting);
                waiting.clear();
            }
            all.forEach(done -> done.complete(null));
        }

        @Override
        public void release(int bytes) {}

        @Override
        public void endOutput() {}

        @Override
        public void close() {}

        @Override
        public void abort() {}
    }

    @Test
    void manySourcesOfOneStuckConnectionHoldLittleAndAllGetsThroughInTheEnd() throws Exception {
        Stuck stream = new Stuck();
        Outflow outflow = new Outflow();
        StreamWriter writer = new StreamWriter(stream, outflow, failure -> {});
        AtomicInteger written = new AtomicInteger();
        List<Thread> sources = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            sources.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int k = 0; k < 64; k++) {
                        outflow.await();
                        writer.add(new StreamWrite("", ByteBuffer.allocate(CHUNK)));
                        written.addAndGet(CHUNK);
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (Thread source : sources) {
            while (source.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        // each may have had one chunk in hand when the last place was taken
        assertThat(written.get()).isLessThanOrEqualTo((int) Outflow.MOST + (WRITERS + 1) * CHUNK);
        stream.flow();
        for (Thread source : sources) {
            source.join();
        }
        assertThat(written.get()).isEqualTo(WRITERS * 64 * CHUNK);
        assertThat(stream.taken).isEqualTo(written.get());
    }

    @Test
    void theEndOfTheConnectionLetsEverybodyGo() throws Exception {
        Outflow outflow = new Outflow();
        StreamWriter writer = new StreamWriter(new Stuck(), outflow, failure -> {});
        writer.add(new StreamWrite("", ByteBuffer.allocate((int) Outflow.MOST)));
        Thread source = Thread.ofVirtual().start(() -> {
            try {
                outflow.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (source.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        outflow.end();
        writer.abort(new ClosedChannelException());
        source.join();
        assertThat(writer.unfinished()).isEmpty();
    }

    /** A session over a socket of its own, as far as it is asked here. */
    private static Session session() {
        Map<Object, Object> attributes = new ConcurrentHashMap<>();
        return (Session) Proxy.newProxyInstance(
                OutflowTest.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getIoSession", "addCloseFutureListener" -> null;
                    case "getAttribute" -> attributes.get(arguments[0]);
                    case "setAttribute" -> attributes.put(arguments[0], arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void whatIsSentToAnotherServerCountsUntilItHasLeft() throws Exception {
        Session session = session();
        StreamWrite stuck = new StreamWrite("", ByteBuffer.allocate((int) Outflow.MOST));
        assertThat(Outflow.sent(session, stuck.size(), () -> stuck)).isSameAs(stuck);
        Outflow.await(session);

        Outflow.count(session);
        assertThatThrownBy(() -> Outflow.sent(session, stuck.size(), () -> {
                    throw new IOException("gone");
                }))
                .isInstanceOf(IOException.class);
        Outflow.await(session);
        Outflow.sent(session, stuck.size(), () -> stuck);
        Thread source = Thread.ofVirtual().start(() -> {
            try {
                Outflow.await(session);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (source.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        stuck.done(null);
        source.join();
    }
}
