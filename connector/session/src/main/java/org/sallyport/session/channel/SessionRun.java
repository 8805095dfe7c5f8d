package org.sallyport.session.channel;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.access.Moderation;
import org.sallyport.core.access.Subject;
import org.sallyport.session.connection.Connection;
import org.sallyport.session.connection.SessionServices;
import org.sallyport.session.live.Owner;
import org.sallyport.session.live.Room;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.process.ExitStatus;
import org.sallyport.session.process.Launch;
import org.sallyport.session.process.SessionProcess;
import org.sallyport.session.process.TerminalSize;
import org.sallyport.session.recording.SessionRecording;

/**
 * One session's process from start to end. Everything that blocks is done on two platform threads of its own: one
 * carries standard output and waits for the process, one carries standard error.
 */
final class SessionRun implements Command, Owner {
    /** What a refused session exits with; sshd uses 254 and 255 for its own failures. */
    private static final ExitStatus REFUSED = new ExitStatus.Exited(254);

    private final UUID id = UUID.randomUUID();
    private final SessionChannel channel;
    private final Connection connection;
    private final SessionServices services;
    private final SessionRequest request;
    private final SessionAudit audit;
    private final SessionTape tape;
    private final SessionLife life = new SessionLife();
    private OutputStream out;
    private OutputStream err;
    private volatile SessionRecording recording = SessionRecording.NONE;

    SessionRun(SessionChannel channel, Connection connection, SessionServices services, SessionRequest request) {
        this.channel = requireNonNull(channel, "channel");
        this.connection = requireNonNull(connection, "connection");
        this.services = requireNonNull(services, "services");
        this.request = requireNonNull(request, "request");
        this.tape = new SessionTape(connection, id, request);
        this.audit = new SessionAudit(connection, id, request, tape.mode());
    }

    @Override
    public void start(ChannelSession ignored, Environment environment) {
        services.threads().execute(this::run);
    }

    private void run() {
        ExitStatus status = REFUSED;
        boolean counted = false;
        try {
            connection.takeNotices().forEach(this::onTerminal);
            counted = connection.sessionStarts();
            if (!counted) {
                onTerminal(
                        connection.denied("session", "your roles allow no more sessions at a time; close another one"));
            } else {
                status = serve();
            }
        } catch (SallyportException e) {
            onTerminal(connection.access().line(e.userMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            SessionMessages.LOG.sessionFailed(id.toString(), e);
            onTerminal(connection
                    .access()
                    .line("the session failed; the "
                            + connection.access().place().layer() + "'s log says why (session " + id + ")"));
        } finally {
            if (counted) {
                connection.sessionEnded();
            }
            life.over();
            channel.finish(status);
        }
    }

    private ExitStatus serve() throws InterruptedException {
        recording = tape.begin(services.recordings(), this::endUnrecorded);
        Room opened = opened();
        String how = "";
        try {
            audit.start();
            ExitStatus status = begins(opened) ? runProcess(opened) : unbegun();
            how = SessionTape.text(status);
            return status;
        } finally {
            services.book().close(opened);
            recording.end(how);
        }
    }

    private Room opened() {
        Subject starter = connection.admission().subject();
        Room.Facts facts = new Room.Facts(
                id.toString(),
                starter,
                connection.admission().login(),
                request.kind(),
                request.terminal().isPresent(),
                connection.access().clock().instant());
        Room opened = connection.admission().proxied()
                ? services.book().apart(facts, this)
                : services.book()
                        .open(
                                facts,
                                Moderation.of(
                                        starter, connection.access().knowledge().roles()),
                                this);
        life.opened(opened);
        return opened;
    }

    /** Blocks while somebody is wanted who is not here. @return false when it does not begin at all */
    private boolean begins(Room opened) throws InterruptedException {
        if (!opened.isWaiting()) {
            return true;
        }
        channel.input().attach(new Keyboard((data, offset, length) -> {
            boolean leaves = Keyboard.has(data, offset, length, Keyboard.INTERRUPT)
                    || Keyboard.has(data, offset, length, Keyboard.END);
            if (leaves && opened.isWaiting()) {
                opened.abandon();
            } else {
                opened.type(data, offset, length);
            }
        }));
        return opened.awaitStart();
    }

    private ExitStatus unbegun() {
        channel.input().attach(OutputStream.nullOutputStream());
        audit.end(REFUSED, 0, 0);
        return REFUSED;
    }

    private ExitStatus runProcess(Room opened) throws InterruptedException {
        out = new RecordedStream(out, (data, offset, length) -> {
            recording.output(data, offset, length);
            opened.output(data, offset, length);
        });
        OutputStream errors = new RecordedStream(err, recording::error);
        OutputPump pump = new OutputPump(channel.getSession(), opened::awaitRunning);
        SessionProcess started = started();
        if (!life.began(started)) {
            started.hangUp();
        }
        takeInput(opened, new RecordedStream(started.stdin(), recording::input));
        CountDownLatch errorsCopied = new CountDownLatch(1);
        services.threads().execute(() -> {
            pump.copy(started.stderr(), errors);
            errorsCopied.countDown();
        });
        pump.copy(started.stdout(), out);
        if (life.isGone()) {
            audit.end(null, channel.input().bytes(), pump.bytes());
        }
        errorsCopied.await();
        ExitStatus status = started.waitFor();
        started.release();
        audit.end(status, channel.input().bytes(), pump.bytes());
        return status;
    }

    private SessionProcess started() {
        try {
            return connection
                    .host()
                    .start(new Launch(
                            id,
                            connection.clientAddress(),
                            request.work(),
                            request.environment(),
                            request.terminal(),
                            request.forwardedAgent()));
        } catch (SallyportException e) {
            audit.end(REFUSED, 0, 0);
            throw e;
        }
    }

    /** A terminal's input may come from several people; anything else has one writer, whose end of file counts. */
    private void takeInput(Room opened, OutputStream stdin) {
        opened.began(stdin);
        channel.input().attach(request.terminal().isPresent() ? new Keyboard(opened::type) : stdin);
    }

    /** It must be recorded and cannot be any more. */
    private void endUnrecorded(String line) {
        onTerminal(line);
        SessionProcess running = life.abandon();
        if (running != null) {
            running.hangUp();
        }
    }

    private void onTerminal(String line) {
        tell(line + "\r\n");
    }

    @Override
    public void tell(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            SessionMessages.LOG.debugf(e, "session %s ended before it was told: %s", id, text);
        }
    }

    @Override
    public void mark(String line) {
        try {
            recording.marker(line);
        } catch (SallyportException e) {
            SessionMessages.LOG.debugf(e, "session %s is not recorded any more", id);
        }
    }

    /** Whatever it does: a process that outlives a hang-up is killed, a client that reads nothing is cut off. */
    @Override
    public void end(String by, String why) {
        try {
            audit.terminated(by, why);
        } catch (SallyportException e) {
            SessionMessages.LOG.sessionFailed(id.toString(), e);
        }
        try {
            if (!life.end()) {
                channel.close(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void signal(int number) {
        life.signal(number);
    }

    void resize(TerminalSize size) {
        recording.resize(size.columns(), size.rows());
        life.resize(size);
    }

    /** The channel is over, whether or not the process is. */
    @Override
    public void destroy(ChannelSession ignored) {
        SessionProcess running = life.clientGone();
        if (running != null) {
            services.threads().execute(running::hangUp);
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
