package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.ProxySessions.Course;
import org.sallyport.core.connector.SessionEnd;

/** The nodes whose SSH ends here: each has a service from the first dial on until nobody has used it for a while. */
final class EndedNodes implements AutoCloseable {
    /** What is kept is memory, what is made is a certificate. */
    static final Duration KEPT = Duration.ofMinutes(10);

    private static final Duration ENDS = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);

    private final BiFunction<Node, Course, EndedNode> maker;
    private final Clock clock;
    private final Map<String, EndedNode> nodes = new ConcurrentHashMap<>();
    private volatile boolean closed;

    EndedNodes(BiFunction<Node, Course, EndedNode> maker, Clock clock) {
        this.maker = requireNonNull(maker, "maker");
        this.clock = requireNonNull(clock, "clock");
    }

    /** @param dial is over before the node's service may be removed again, unless it left something there */
    void dial(Node node, Course course, Consumer<EndedNode> dial) {
        EndedNode dialled = nodes.compute(node.hostId(), (id, known) -> taken(known, node, course));
        try {
            dial.accept(dialled);
        } finally {
            dialled.dialled(clock.instant());
        }
    }

    private EndedNode taken(EndedNode known, Node node, Course course) {
        if (closed) {
            throw new SallyportException(
                    ErrorCode.SHUTTING_DOWN, "proxy: this server is shutting down; try again in a moment");
        }
        return (known == null ? maker.apply(node, course) : known).dialling();
    }

    /** Removes what is unused; to be called now and then. */
    void look() {
        List<EndedNode> unused = new ArrayList<>();
        for (String hostId : nodes.keySet()) {
            nodes.computeIfPresent(hostId, (id, node) -> {
                if (!node.unused(clock.instant(), KEPT)) {
                    return node;
                }
                unused.add(node);
                return null;
            });
        }
        unused.forEach(EndedNode::remove);
    }

    void end(SessionEnd wanted) {
        nodes.values().forEach(node -> node.end(wanted));
    }

    int size() {
        return nodes.size();
    }

    /** All at once: together they have the time that one has. */
    @Override
    public void close() {
        closed = true;
        List<EndedNode> all = List.copyOf(nodes.values());
        all.forEach(node -> each(node, EndedNode::cut));
        long deadline = System.nanoTime() + ENDS.toNanos();
        while (all.stream().anyMatch(EndedNode::hasSessions) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        // one that was being made when this began
        nodes.values().stream().filter(node -> !all.contains(node)).forEach(late -> each(late, EndedNode::cut));
        nodes.values().forEach(node -> each(node, EndedNode::tellEnd));
        nodes.clear();
    }

    private static void each(EndedNode node, Consumer<EndedNode> step) {
        try {
            step.accept(node);
        } catch (RuntimeException e) {
            ConnectorLog.LOG.closeFailed("SSH that ends here", e);
        }
    }
}
