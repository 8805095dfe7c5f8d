package org.sallyport.transport;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/**
 * A few handshakes at a time: the sources in turn, of each source the oldest connection first. So when thousands come at
 * once, logins are completed one after the other instead of all running into their time limit together, and one source
 * does not hold up the others.
 */
public final class HandshakeQueue implements Handshakes {
    private record Step(long connection, Runnable work) {}

    private final Executor executor;
    private final int atOnce;
    private final Map<Object, PriorityQueue<Step>> waiting = new LinkedHashMap<>();
    private int running;

    /**
     * @param executor for tasks that may block
     * @param atOnce steps that run at a time
     */
    public HandshakeQueue(Executor executor, int atOnce) {
        this.executor = requireNonNull(executor, "executor");
        this.atOnce = atOnce;
    }

    /** What counts as one source: an IPv4 address, or the /64 network that an IPv6 subscriber has. */
    public static Object source(SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return "elsewhere";
        }
        InetAddress address = inet.getAddress();
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? address : Arrays.hashCode(Arrays.copyOf(bytes, 8)) + "/64";
    }

    @Override
    public void execute(SocketAddress peer, long connection, Runnable step) {
        synchronized (this) {
            waiting.computeIfAbsent(
                            source(peer), unknown -> new PriorityQueue<>(Comparator.comparingLong(Step::connection)))
                    .add(new Step(connection, step));
            if (running >= atOnce) {
                return;
            }
            running++;
        }
        executor.execute(this::work);
    }

    private void work() {
        for (Runnable step = next(); step != null; step = next()) {
            boolean whole = false;
            try {
                step.run();
                whole = true;
            } finally {
                if (!whole) {
                    // this thread ends with the failure: another goes on with the others' steps
                    executor.execute(this::work);
                }
            }
        }
    }

    private synchronized Runnable next() {
        Iterator<Map.Entry<Object, PriorityQueue<Step>>> sources =
                waiting.entrySet().iterator();
        if (!sources.hasNext()) {
            running--;
            return null;
        }
        Map.Entry<Object, PriorityQueue<Step>> first = sources.next();
        Object source = first.getKey();
        PriorityQueue<Step> steps = first.getValue();
        sources.remove();
        Runnable work = steps.remove().work();
        if (!steps.isEmpty()) {
            waiting.put(source, steps);
        }
        return work;
    }

    /** Whether there is more to do than is being done. */
    public synchronized boolean busy() {
        return !waiting.isEmpty();
    }
}
