package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import org.sallyport.api.node.Node;
import org.sallyport.connector.pipe.ServedEnd;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.resume.ResumeDesk;
import org.sallyport.session.server.SshService;

/** One node's SSH as far as it ends here. */
final class EndedNode implements AutoCloseable {
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

    void serve(Caller.User caller, DialTarget target, Node node, ServedEnd end) {
        current.is(node);
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
        reports.end();
    }

    /** A node as the last dial found it. */
    static final class CurrentNode {
        private volatile Node node;

        CurrentNode(Node first) {
            node = requireNonNull(first, "first");
        }

        void is(Node news) {
            node = requireNonNull(news, "news");
        }

        Node get() {
            return node;
        }
    }
}
