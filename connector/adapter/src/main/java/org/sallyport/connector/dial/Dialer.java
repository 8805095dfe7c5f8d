package org.sallyport.connector.dial;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.auth.Logins;
import org.sallyport.connector.lock.LiveLocks;
import org.sallyport.connector.pipe.Pipe;
import org.sallyport.connector.pipe.PipeEnd;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.connector.pipe.ServedEnd;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.ProxySessions.Course;

/** Finds what a target is, and joins the caller's end to its agent or to this proxy's own SSH. Blocks. */
public final class Dialer {
    /** This proxy's own SSH, for nodes whose SSH ends here. */
    public interface Ending {
        /** The end is given to it before the caller hears that the dial went well; it opens it. */
        void serve(Caller.User caller, DialTarget target, Node node, Course course, ServedEnd end);
    }

    private final ConnectorListener listener;
    private final AgentDials agents;
    private final Relays relays;
    private final LiveLocks locks;
    private final Ending ending;
    private final UserConnections connections = new UserConnections();
    private volatile boolean stopping;

    public Dialer(ConnectorListener listener, AgentDials agents, Relays relays, LiveLocks locks, Ending ending) {
        this.listener = requireNonNull(listener, "listener");
        this.agents = requireNonNull(agents, "agents");
        this.relays = requireNonNull(relays, "relays");
        this.locks = requireNonNull(locks, "locks");
        this.ending = requireNonNull(ending, "ending");
    }

    public void refuseNew() {
        stopping = true;
    }

    /**
     * Joins the caller's end to the target; the caller then opens its end. Audited, refusals too.
     *
     * @param window reserved for this stream; stays reserved when this fails
     * @return host id of the node that took the dial
     */
    public String dial(Caller.User caller, DialTarget target, PipeEnd callerEnd, long window) {
        Optional<UserConnections.Seat> seat = Optional.empty();
        try {
            seat = Optional.of(connections.take(
                    caller.name(), listener.maxConnections(caller).orElse(Integer.MAX_VALUE)));
            return attempt(new AgentDials.Stream(caller, target, callerEnd, window, seat.get()::leave));
        } catch (SallyportException refusal) {
            seat.ifPresent(UserConnections.Seat::leave);
            refused(caller, target, refusal);
            throw refusal;
        } catch (RuntimeException e) {
            seat.ifPresent(UserConnections.Seat::leave);
            SallyportException refusal = new SallyportException(
                    ErrorCode.INTERNAL,
                    "proxy: the dial failed; try again, then ask an administrator",
                    e.toString(),
                    e);
            refused(caller, target, refusal);
            throw refusal;
        }
    }

    private String attempt(AgentDials.Stream stream) {
        if (stopping) {
            throw new SallyportException(
                    ErrorCode.SHUTTING_DOWN, "proxy: this server is shutting down; try again in a moment");
        }
        Map<Node, Course> ways = new LinkedHashMap<>();
        for (Node node : listener.route(stream.caller(), stream.target())) {
            ways.put(node, course(stream, node));
        }
        List<Node> through = ways.keySet().stream()
                .filter(node -> ways.get(node) instanceof Course.Through)
                .toList();
        // best first, whichever way it goes to each
        for (Map.Entry<Node, Course> way : ways.entrySet()) {
            Node node = way.getKey();
            boolean usable = way.getValue() instanceof Course.ToServer || agents.reachable(node, stream.target());
            if (usable) {
                return way.getValue() instanceof Course.Through
                        ? through(through, stream)
                        : endHere(stream, node, way.getValue());
            }
        }
        throw agents.unreachable(stream.target(), List.copyOf(ways.keySet()));
    }

    private Course course(AgentDials.Stream stream, Node node) {
        return stream.target().service() == ServiceType.SSH
                ? listener.course(stream.caller(), node)
                : new Course.Through();
    }

    private String through(List<Node> nodes, AgentDials.Stream stream) {
        AgentDials.Opened opened = agents.open(nodes, stream);
        String hostId = opened.node().hostId();
        record(stream, hostId, () -> agents.takeBack(opened));
        locks.dialled(opened.pipe(), stream.caller(), hostId);
        return hostId;
    }

    private String endHere(AgentDials.Stream stream, Node node, Course course) {
        ServedEnd end = new ServedEnd();
        Pipe pipe = relays.join(stream.end(), end, stream.window(), stream.ended());
        try {
            ending.serve(stream.caller(), stream.target(), node, course, end);
            record(stream, node.hostId(), () -> {
                relays.undo(pipe);
                end.abort();
            });
        } catch (RuntimeException e) {
            relays.undo(pipe);
            throw e;
        }
        locks.dialled(pipe, stream.caller(), node.hostId());
        return node.hostId();
    }

    /** Before the caller hears that it is open: nobody gets through without a trace. */
    private void record(AgentDials.Stream stream, String hostId, Runnable undo) {
        try {
            listener.dialed(stream.caller(), stream.target(), hostId, Optional.empty());
        } catch (RuntimeException e) {
            undo.run();
            throw Logins.unrecorded("connection", e);
        }
    }

    private void refused(Caller.User caller, DialTarget target, SallyportException refusal) {
        ConnectorLog.LOG.dialRefused(
                target.name(), caller.name(), caller.address(), refusal.userMessage(), refusal.details());
        try {
            listener.dialed(caller, target, "", Optional.of(refusal));
        } catch (RuntimeException e) {
            ConnectorLog.LOG.reportFailed("a dial of " + target.name(), e);
        }
    }
}
