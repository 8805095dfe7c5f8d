package org.sallyport.agent.ssh.channel;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.sallyport.agent.process.ExitStatus;
import org.sallyport.agent.process.Launch;
import org.sallyport.agent.process.SessionProcess;
import org.sallyport.agent.process.TerminalSize;
import org.sallyport.agent.process.Work;
import org.sallyport.agent.recording.SessionRecording;
import org.sallyport.agent.ssh.session.Connection;
import org.sallyport.agent.ssh.session.SessionServices;
import org.sallyport.agent.ssh.session.SshMessages;
import org.sallyport.agent.ssh.transport.Outflow;
import org.sallyport.api.error.SallyportException;

/**
 * One session's process from start to end. Everything that blocks is done on two platform threads of its own: one
 * carries standard output and waits for the process, one carries standard error.
 */
final class SessionRun implements Command {
    /** What a refused session exits with; sshd uses 254 and 255 for its own failures. */
    private static final ExitStatus REFUSED = new ExitStatus.Exited(254);

    private static final int CHUNK = 32 * 1024;

    private final UUID id = UUID.randomUUID();
    private final SessionChannel channel;
    private final Connection connection;
    private final SessionServices services;
    private final SessionRequest request;
    private final SessionAudit audit;
    private final SessionTape tape;
    private final AtomicLong bytesOut = new AtomicLong();
    private OutputStream out;
    private OutputStream err;
    private volatile SessionRecording recording = SessionRecording.NONE;
    private SessionProcess process;
    private boolean gone;

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
            connection.takeNotices().forEach(this::tell);
            counted = connection.sessionStarts();
            if (!counted) {
                tell(connection.denied("session", "your roles allow no more sessions at a time; close another one"));
            } else {
                status = serve();
            }
        } catch (SallyportException e) {
            tell(connection.access().line(e.userMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            SshMessages.LOG.sessionFailed(id.toString(), e);
            tell(connection.access().line("the session failed; the agent's log says why (session " + id + ")"));
        } finally {
            if (counted) {
                connection.sessionEnded();
            }
            channel.finish(status);
        }
    }

    private ExitStatus serve() throws InterruptedException {
        recording = tape.begin(services.recordings(), this::endUnrecorded);
        String how = "";
        try {
            audit.start();
            ExitStatus status = runProcess();
            how = SessionTape.text(status);
            return status;
        } finally {
            recording.end(how);
        }
    }

    private ExitStatus runProcess() throws InterruptedException {
        out = new RecordedStream(out, recording::output);
        OutputStream errors = new RecordedStream(err, recording::error);
        if (request.work() instanceof Work.Shell && request.terminal().isPresent()) {
            MessageOfTheDay.show(connection.admission().account(), out);
        }
        SessionProcess started = services.starter()
                .start(new Launch(connection.admission().account(), request.work(), environment(), request.terminal()));
        if (!began(started)) {
            started.hangUp();
        }
        channel.input().attach(new RecordedStream(started.stdin(), recording::input));
        CountDownLatch errorsCopied = new CountDownLatch(1);
        services.threads().execute(() -> {
            copy(started.stderr(), errors);
            errorsCopied.countDown();
        });
        copy(started.stdout(), out);
        if (isGone()) {
            audit.end(null, channel.input().bytes(), bytesOut.get());
        }
        errorsCopied.await();
        ExitStatus status = started.waitFor();
        started.release();
        audit.end(status, channel.input().bytes(), bytesOut.get());
        return status;
    }

    /** It must be recorded and cannot be any more. */
    private void endUnrecorded(String line) {
        tell(line);
        SessionProcess running;
        synchronized (this) {
            running = process;
        }
        if (running != null) {
            running.hangUp();
        }
    }

    private Map<String, String> environment() {
        Map<String, String> all = new TreeMap<>(request.environment());
        String client = connection.clientAddress().isEmpty() ? "UNKNOWN" : connection.clientAddress();
        // the node has no port of its own that anybody connects to
        all.put("SSH_CLIENT", client + " 0 22");
        all.put("SSH_CONNECTION", client + " 0 127.0.0.1 22");
        all.put("SALLYPORT_SESSION_ID", id.toString());
        channel.agentSocket().ifPresent(path -> all.put("SSH_AUTH_SOCK", path.toString()));
        if (request.work() instanceof Work.Command command) {
            all.put("SSH_ORIGINAL_COMMAND", command.line());
        }
        return all;
    }

    private void copy(InputStream from, OutputStream to) {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                if (!deliver(buffer, count, to)) {
                    // the client is gone: closing our end lets the process see a broken pipe
                    from.close();
                    return;
                }
            }
        } catch (IOException e) {
            // EIO is how a terminal says that the last process left it; a closed pipe has nothing more either
            SshMessages.LOG.debugf(e, "output of session %s ended", id);
        }
    }

    private boolean deliver(byte[] buffer, int count, OutputStream to) {
        try {
            Outflow.await(channel.getSession());
            to.write(buffer, 0, count);
            to.flush();
            bytesOut.addAndGet(count);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private void tell(String line) {
        try {
            err.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            SshMessages.LOG.debugf(e, "session %s ended before it was told: %s", id, line);
        }
    }

    private synchronized boolean began(SessionProcess started) {
        process = started;
        return !gone;
    }

    private synchronized boolean isGone() {
        return gone;
    }

    synchronized void signal(int number) {
        if (process != null) {
            process.signal(number);
        }
    }

    synchronized void resize(TerminalSize size) {
        recording.resize(size.columns(), size.rows());
        if (process != null) {
            process.resize(size);
        }
    }

    /** The channel is over, whether or not the process is. */
    @Override
    public void destroy(ChannelSession ignored) {
        SessionProcess running;
        synchronized (this) {
            gone = true;
            running = process;
        }
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
