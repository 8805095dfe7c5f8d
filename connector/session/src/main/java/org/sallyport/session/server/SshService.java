package org.sallyport.session.server;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.sshd.common.io.IoSession;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.auth.LoginGate;
import org.sallyport.session.connection.AuditSink;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.connection.NodeAccess;
import org.sallyport.session.connection.SessionServices;
import org.sallyport.session.dial.DialHandler;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.dial.DialStream;
import org.sallyport.session.live.LiveBook;
import org.sallyport.session.live.SessionBook;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.recording.Recordings;
import org.sallyport.session.transport.StreamService;

/** A node's SSH server: ends users' SSH connections. It has no port; what it serves is dialled to it. */
public final class SshService implements DialHandler, AutoCloseable {
    private final InnerServer server;
    private final StreamService streams;
    private final NodeAccess access;
    private final LiveBook book;

    public SshService(
            ServedNode node, AuditSink audit, Recordings recordings, ChannelWindows windows, SshThreads threads) {
        this.access = node.access();
        this.book = new LiveBook(threads.sessions(), access::line);
        SessionServices services =
                new SessionServices(node.host(), threads.sessions(), threads.streams(), windows, recordings, book);
        this.server = InnerServer.of(
                new LoginGate(access, node.host(), node.longestStale()),
                requireNonNull(audit, "audit"),
                node.hostKeys(),
                services,
                threads.timer());
        this.streams = new StreamService(
                server.begin(), threads.messages(), new Resumptions(access.place()), threads.direct());
        SessionMessages.LOG.ready(access.node().get().name());
    }

    @Override
    public DialReceiver accept(DialRequest request, DialStream stream) {
        if (streams.isClosing()) {
            throw new SallyportException(
                    ErrorCode.SHUTTING_DOWN,
                    access.line("the " + access.place().layer() + " is stopping; try again in a moment"));
        }
        return streams.accept(request, stream);
    }

    /** The sessions of all connections. */
    public SessionBook sessions() {
        return book;
    }

    /** Live SSH connections. */
    public int connections() {
        return streams.getManagedSessions().size();
    }

    /** Ends all sessions; their processes are hung up on. */
    @Override
    public void close() {
        for (IoSession session : List.copyOf(streams.getManagedSessions().values())) {
            session.close(true);
        }
        streams.close(true);
        server.close(true);
    }
}
