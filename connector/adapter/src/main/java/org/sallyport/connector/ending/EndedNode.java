package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.sallyport.api.node.Node;
import org.sallyport.connector.pipe.ServedEnd;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.ProxySessions.Course;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.resume.ResumeDesk;
import org.sallyport.session.server.SshService;

/** One node's SSH as far as it ends here. */
final class EndedNode implements AutoCloseable {
    private static final Duration ENDS = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(20);

    private final CurrentNode current;
    private final SshService ssh;
    private final ResumeDesk desk;
    private final LiveReports reports;

    EndedNode(CurrentNode current, SshService ssh, ResumeDesk desk, LiveReports reports) {
        this.current = requireNonNull(current, "current");
        this.ssh = requireNonNull(ssh, "ssh");
        this.desk = requireNonNull(desk, "desk");
        this.reports = requireNonNull(reports, "reports");
    }

    void serve(Caller.User caller, DialTarget target, Node node, Course course, ServedEnd end) {
        current.is(node, course);
        DialRequest request = new DialRequest(
                target.service(), target.name(), caller.name(), caller.address(), "", target.resumable());
        end.open(desk.accept(request, end));
    }

    void end(SessionEnd wanted) {
        ssh.sessions().end(wanted.sessionId(), wanted.by(), wanted.why());
    }

    @Override
    public void close() {
        desk.close();
        ssh.close();
        awaitEnds();
        reports.end();
    }

    /** Sessions write the end of their recordings on threads of their own. */
    private void awaitEnds() {
        long deadline = System.nanoTime() + ENDS.toNanos();
        while (!ssh.sessions().live().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** A node, and the way to it, as the last dial found them. */
    static final class CurrentNode {
        private record State(Node node, Course course) {}

        private volatile State state;

        CurrentNode(Node node, Course course) {
            is(node, course);
        }

        void is(Node node, Course course) {
            state = new State(requireNonNull(node, "node"), requireNonNull(course, "course"));
        }

        Node get() {
            return state.node();
        }

        Course course() {
            return state.course();
        }
    }
}
