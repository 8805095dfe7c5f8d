package org.sallyport.session.channel;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.session.LiveSession;
import org.sallyport.session.connection.Connection;
import org.sallyport.session.connection.SessionServices;
import org.sallyport.session.live.Room;
import org.sallyport.session.live.Viewer;
import org.sallyport.session.messages.Place;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.process.ExitStatus;
import org.sallyport.session.process.Launch;
import org.sallyport.session.process.SessionProcess;
import org.sallyport.session.process.TerminalRequest;
import org.sallyport.session.process.Work;

/** Somebody's part in a session that another connection started. */
final class JoinRun implements Command {
    private static final ExitStatus REFUSED = new ExitStatus.Exited(254);
    private static final ExitStatus LEFT = new ExitStatus.Exited(0);

    private final SessionChannel channel;
    private final Connection connection;
    private final SessionServices services;
    private final JoinRequest request;
    private final TerminalRequest terminal;
    private Optional<SessionProcess> elsewhere = Optional.empty();
    private OutputStream out;
    private OutputStream err;
    private Viewer viewer;
    private Room room;
    private boolean gone;

    JoinRun(
            SessionChannel channel,
            Connection connection,
            SessionServices services,
            JoinRequest request,
            TerminalRequest terminal) {
        this.channel = requireNonNull(channel, "channel");
        this.connection = requireNonNull(connection, "connection");
        this.services = requireNonNull(services, "services");
        this.request = requireNonNull(request, "request");
        this.terminal = requireNonNull(terminal, "terminal");
    }

    @Override
    public void start(ChannelSession ignored, Environment environment) {
        services.threads().execute(this::run);
    }

    private void run() {
        ExitStatus status = REFUSED;
        boolean counted = false;
        try {
            counted = connection.sessionStarts();
            if (counted) {
                status = join();
            } else {
                tell(connection.denied("join", "your roles allow no more sessions at a time; close another one"));
            }
        } catch (SallyportException e) {
            tell(connection.access().line(e.userMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            SessionMessages.LOG.sessionFailed(request.session(), e);
            tell(connection
                    .access()
                    .line("joining failed; the " + connection.access().place().layer() + "'s log says why"));
        } finally {
            if (counted) {
                connection.sessionEnded();
            }
            channel.finish(status);
        }
    }

    private ExitStatus join() throws InterruptedException {
        Optional<Room> found = services.book().find(request.session());
        if (found.isEmpty() && connection.access().place() == Place.PROXY) {
            return joinThere();
        }
        Optional<String> refusal = JoinGate.refusal(connection, request, found.map(Room::session));
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        Room joined = found.orElseThrow();
        LiveSession session = joined.session();
        Viewer me = new Viewer(
                connection.admission().subject(),
                request.mode(),
                connection.access().clock().instant(),
                why -> later(() -> connection.emit(event(session, AuditEventType.SESSION_LEAVE)
                        .field("why", why)
                        .message("left the session of " + session.user() + ": " + why))));
        // first what must not be missing: who is in a session is on record
        connection.emit(event(session, AuditEventType.SESSION_JOIN)
                .message("joined the session of " + session.user() + " as "
                        + request.mode().wireName()));
        tell(connection.access().line(greeting(session)));
        boolean in = joined.enter(me);
        takePart(joined, me);
        return in ? LEFT : REFUSED;
    }

    /** A session that is not here may be at the node itself, whose agent decides who joins it. */
    private ExitStatus joinThere() throws InterruptedException {
        SessionProcess there = connection
                .host()
                .start(new Launch(
                        UUID.randomUUID(),
                        connection.clientAddress(),
                        new Work.Command(request.line()),
                        Map.of(),
                        Optional.of(terminal),
                        false));
        hangUpWhenGone(there);
        channel.input().attach(there.stdin());
        OutputPump pump = new OutputPump(channel.getSession(), () -> {});
        CountDownLatch errorsCopied = new CountDownLatch(1);
        services.threads().execute(() -> {
            pump.copy(there.stderr(), err);
            errorsCopied.countDown();
        });
        pump.copy(there.stdout(), out);
        errorsCopied.await();
        ExitStatus status = there.waitFor();
        there.release();
        return status;
    }

    private synchronized void hangUpWhenGone(SessionProcess process) {
        elsewhere = Optional.of(process);
        if (gone) {
            process.hangUp();
        }
    }

    private void takePart(Room joined, Viewer me) throws InterruptedException {
        try {
            if (!began(joined, me)) {
                return;
            }
            channel.input().attach(new Keyboard((data, offset, length) -> typed(joined, me, data, offset, length)));
            OutputPump pump = new OutputPump(channel.getSession(), () -> {});
            for (Optional<byte[]> next = me.take(); next.isPresent(); next = me.take()) {
                if (!pump.deliver(next.get(), next.get().length, out)) {
                    return;
                }
            }
        } finally {
            joined.leave(me, "left");
        }
    }

    private String greeting(LiveSession session) {
        String keys =
                switch (request.mode()) {
                    case OBSERVER -> "Ctrl-C leaves";
                    case PEER -> "what you type goes to it; Enter ~ . leaves";
                    case MODERATOR -> "t ends it for all, Ctrl-C leaves";
                };
        return "you are in the session of " + session.user() + " (login " + session.login() + ") as "
                + request.mode().wireName() + "; " + keys + "; you see what it prints from now on";
    }

    private void typed(Room joined, Viewer me, byte[] data, int offset, int length) throws IOException {
        switch (request.mode()) {
            case PEER -> joined.type(data, offset, length);
            case OBSERVER -> leaveAt(joined, me, data, offset, length);
            case MODERATOR -> {
                if (Keyboard.has(data, offset, length, Keyboard.TERMINATE)) {
                    joined.end(connection.admission().identity().user(), "as moderator");
                } else {
                    leaveAt(joined, me, data, offset, length);
                }
            }
        }
    }

    private static void leaveAt(Room joined, Viewer me, byte[] data, int offset, int length) {
        if (Keyboard.has(data, offset, length, Keyboard.INTERRUPT)) {
            joined.leave(me, "left");
        }
    }

    private ExitStatus refused(String line) {
        channel.input().attach(OutputStream.nullOutputStream());
        tell(line);
        return REFUSED;
    }

    private AuditEvent.Builder event(LiveSession session, AuditEventType type) {
        return connection
                .event(type)
                .session(session.id())
                .field("connection", connection.id())
                .field("mode", request.mode().wireName())
                .field("starter", session.user())
                .field("login", session.login());
    }

    /** Off the session's own threads: the audit log is on disk. */
    private void later(Runnable work) {
        try {
            services.threads().execute(work);
        } catch (RejectedExecutionException e) {
            // the service stops, and with it the threads: this is the last there is to do
            work.run();
        }
    }

    private void tell(String line) {
        try {
            err.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            SessionMessages.LOG.debugf(e, "a participant was gone before he was told: %s", line);
        }
    }

    private synchronized boolean began(Room joined, Viewer me) {
        room = joined;
        viewer = me;
        return !gone;
    }

    /** The channel is over. */
    @Override
    public void destroy(ChannelSession ignored) {
        Room joined;
        synchronized (this) {
            gone = true;
            joined = room;
            elsewhere.ifPresent(SessionProcess::hangUp);
        }
        if (joined != null) {
            joined.leave(viewer, "disconnected");
        }
    }

    @Override
    public void setInputStream(InputStream in) {
        throw new UnsupportedOperationException("input comes through the channel's own receiver");
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        requireNonNull(callback);
    }
}
