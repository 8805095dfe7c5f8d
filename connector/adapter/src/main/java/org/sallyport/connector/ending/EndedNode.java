package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.sallyport.api.node.Node;
import org.sallyport.connector.pipe.ServedEnd;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.ProxySessions.Course;
import org.sallyport.core.connector.ProxySessions.LiveNodes;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.resume.ResumeDesk;
import org.sallyport.session.server.SshService;

/** One node's SSH as far as it ends here. */
final class EndedNode {
    private final CurrentNode current;
    private final SshService ssh;
    private final ResumeDesk desk;
    private final LiveReports reports;
    private final AtomicInteger dials = new AtomicInteger();
    private volatile Instant used = Instant.MIN;

    EndedNode(CurrentNode current, SshService ssh, ResumeDesk desk, LiveReports reports) {
        this.current = requireNonNull(current, "current");
        this.ssh = requireNonNull(ssh, "ssh");
        this.desk = requireNonNull(desk, "desk");
        this.reports = requireNonNull(reports, "reports");
    }

    /** It is in use until {@link #dialled}. */
    EndedNode dialling() {
        dials.incrementAndGet();
        return this;
    }

    void dialled(Instant now) {
        used = now;
        dials.decrementAndGet();
    }

    void serve(Caller.User caller, DialTarget target, Node node, Course course, ServedEnd end) {
        current.is(node, course);
        DialRequest request = new DialRequest(
                target.service(), target.name(), caller.name(), caller.address(), "", target.resumable());
        end.open(desk.accept(request, end));
    }

    /** Whether nobody uses it, and nobody did for that long or the node is gone. */
    boolean unused(Instant now, Duration kept) {
        if (dials.get() > 0 || ssh.connections() > 0 || desk.streams() > 0 || !reports.quiet()) {
            used = now;
            return false;
        }
        return !now.isBefore(used.plus(kept)) || current.isGone();
    }

    /** After it was unused. */
    void remove() {
        reports.cease();
        desk.close();
        ssh.close();
    }

    void end(SessionEnd wanted) {
        ssh.sessions().end(wanted.sessionId(), wanted.by(), wanted.why());
    }

    /** Cuts all connections; sessions write the end of their recordings on threads of their own. */
    void cut() {
        desk.close();
        ssh.close();
    }

    boolean hasSessions() {
        return !ssh.sessions().live().isEmpty();
    }

    /** After it was cut. */
    void tellEnd() {
        reports.end();
    }

    /** A node as it is at the moment, and the way to it as the last dial found it. */
    static final class CurrentNode {
        private record State(Node node, Course course) {}

        private final LiveNodes live;
        private volatile State state;

        CurrentNode(LiveNodes live, Node node, Course course) {
            this.live = requireNonNull(live, "live");
            is(node, course);
        }

        void is(Node node, Course course) {
            state = new State(requireNonNull(node, "node"), requireNonNull(course, "course"));
        }

        /** One that is gone stays what it was at the last dial: its sessions may go on. */
        Node get() {
            Node last = state.node();
            return live.node(last.hostId()).orElse(last);
        }

        boolean isGone() {
            return live.node(state.node().hostId()).isEmpty();
        }

        Course course() {
            return state.course();
        }
    }
}
