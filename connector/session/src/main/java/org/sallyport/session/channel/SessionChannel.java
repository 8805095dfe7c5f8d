package org.sallyport.session.channel;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.PtyMode;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.core.access.Action.Feature;
import org.sallyport.session.connection.Connection;
import org.sallyport.session.connection.SessionServices;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.process.ExitStatus;
import org.sallyport.session.process.Signals;
import org.sallyport.session.process.TerminalRequest;
import org.sallyport.session.process.TerminalSize;
import org.sallyport.session.process.Work;
import org.sallyport.session.relay.OrderedOutput;
import org.sallyport.transport.LastPacket;
import org.sallyport.transport.window.StreamWindow;

/** A session channel (RFC 4254 section 6): collects the client's wishes, decides, and runs one process. */
final class SessionChannel extends ChannelSession {
    /** A command by which scp or sftp would copy files past the sftp subsystem's check. */
    private static final Pattern FILE_COPY = Pattern.compile(
            "\\s*(?:\\S*/)?(?:scp\\s(?:.*\\s)?-[a-zA-Z]*[tf][a-zA-Z]*(?:\\s.*)?|sftp-server(?:\\s.*)?)",
            Pattern.DOTALL);

    private static final String JOINS_ONLY = "this login only joins sessions; use " + JoinRequest.USAGE;

    private final LastPacket last = new LastPacket();
    private final SessionServices services;
    private final Map<String, String> environment = new TreeMap<>();
    private final OrderedOutput input;
    private Optional<TerminalRequest> terminal = Optional.empty();
    private Optional<String> terminalRefusal = Optional.empty();
    private Optional<SessionRun> run = Optional.empty();
    private boolean forwardedAgent;

    SessionChannel(SessionServices services) {
        this.services = requireNonNull(services, "services");
        this.input = new OrderedOutput(this, services.threads());
        setDataReceiver(input);
    }

    @Override
    protected void configureWindow() {
        super.configureWindow();
        StreamWindow.withhold(this);
    }

    @Override
    public IoWriteFuture writePacket(Buffer packet) throws IOException {
        return last.write(this, () -> super.writePacket(packet));
    }

    @Override
    protected IoWriteFuture sendEof() throws IOException {
        return last.write(this, super::sendEof);
    }

    @Override
    protected Closeable getInnerCloseable() {
        return builder().run(this, last::close).close(super.getInnerCloseable()).build();
    }

    OrderedOutput input() {
        return input;
    }

    private Connection connection() {
        return Connection.of(getSession());
    }

    @Override
    protected Result handleEnvParsed(String name, String value) {
        if (!services.host().accepts(name, value, environment)) {
            return Result.ReplyFailure;
        }
        environment.put(name, value);
        return Result.ReplySuccess;
    }

    @Override
    protected Result handlePtyReqParsed(
            String term, int columns, int rows, int width, int height, Map<PtyMode, Integer> modes) throws IOException {
        Optional<String> refusal = connection().admission().joinsOnly()
                ? Optional.empty()
                : connection().refusal(Feature.PTY, "terminal");
        if (refusal.isPresent()) {
            // a client that insists on a terminal drops the channel at a failure, and unread text with it; so the
            // session is refused instead, where there is a way to say why
            terminalRefusal = Optional.of(refusal.get() + "; ssh -T asks for none");
            return Result.ReplySuccess;
        }
        Map<Integer, Integer> numbers = new HashMap<>();
        modes.forEach((mode, value) -> numbers.put(mode.toInt(), value));
        terminal = Optional.of(new TerminalRequest(term, new TerminalSize(columns, rows), numbers));
        return Result.ReplySuccess;
    }

    @Override
    protected Result handleWindowChangeParsed(int columns, int rows, int width, int height) {
        TerminalSize size = new TerminalSize(columns, rows);
        terminal = terminal.map(old -> new TerminalRequest(old.type(), size, old.modes()));
        run.ifPresent(running -> running.resize(size));
        return Result.ReplySuccess;
    }

    @Override
    protected Result handleSignalParsed(String name) {
        Signals.number(name).ifPresent(number -> run.ifPresent(running -> running.signal(number)));
        return Result.ReplySuccess;
    }

    @Override
    protected Result handleShellParsed(String request) throws IOException {
        return begin(request, wanted("shell", new Work.Shell(), terminal));
    }

    @Override
    protected Result handleExecParsed(String request, String line) throws IOException {
        if (connection().admission().joinsOnly()) {
            return join(request, line);
        }
        if (FILE_COPY.matcher(line).matches()) {
            Optional<String> refusal = connection().refusal(Feature.FILE_COPY, "scp");
            if (refusal.isPresent()) {
                return refuse(request, refusal.get());
            }
        }
        return begin(request, wanted("exec", new Work.Command(line), terminal));
    }

    @Override
    protected Result handleSubsystemParsed(String request, String subsystem) throws IOException {
        if (!subsystem.equals("sftp")) {
            return refuse(
                    request,
                    connection().access().line("there is no subsystem \"" + subsystem + "\"; only sftp is served"));
        }
        Optional<String> refusal = connection().refusal(Feature.FILE_COPY, "sftp");
        if (refusal.isPresent()) {
            return refuse(request, refusal.get());
        }
        return begin(request, wanted("sftp", new Work.Sftp(), Optional.empty()));
    }

    private SessionRequest wanted(String kind, Work work, Optional<TerminalRequest> on) {
        return new SessionRequest(kind, work, environment, on, forwardedAgent);
    }

    private Result begin(String request, SessionRequest wanted) throws IOException {
        if (terminalRefusal.isPresent()) {
            return refuse(request, terminalRefusal.get());
        }
        if (connection().admission().joinsOnly()) {
            return refuse(request, connection().denied(wanted.kind(), JOINS_ONLY));
        }
        if (wanted.terminal().isEmpty()) {
            Optional<String> refusal = connection().moderationRefusal(wanted.kind() + " without a terminal");
            if (refusal.isPresent()) {
                return refuse(request, refusal.get());
            }
        }
        Optional<String> unfit = services.host().unfit(wanted.work());
        if (unfit.isPresent()) {
            return refuse(request, connection().access().line(unfit.get()));
        }
        SessionRun started = new SessionRun(this, connection(), services, wanted);
        run = Optional.of(started);
        commandInstance = started;
        return prepareChannelCommand(request, started);
    }

    private Result join(String request, String line) throws IOException {
        Optional<JoinRequest> wanted = JoinRequest.parse(line);
        if (wanted.isEmpty()) {
            return refuse(request, connection().denied("exec", JOINS_ONLY));
        }
        if (terminal.isEmpty()) {
            return refuse(request, connection().denied("join", "it takes a terminal; use " + JoinRequest.USAGE));
        }
        commandInstance = new JoinRun(this, connection(), services, wanted.get(), terminal.get());
        return prepareChannelCommand(request, commandInstance);
    }

    /** A failure reply carries no text, so a refused request is answered, told why, and ended. */
    private Result refuse(String request, String line) throws IOException {
        commandInstance = new RefusedRun(this, line);
        return prepareChannelCommand(request, commandInstance);
    }

    @Override
    protected Result handleAgentForwardingParsed(String request) throws IOException {
        Connection connection = connection();
        Optional<String> refusal = connection.refusal(Feature.AGENT_FORWARDING, "agent forwarding");
        if (refusal.isPresent()) {
            connection.notice(refusal.get());
            return Result.ReplyFailure;
        }
        connection.host().forwardAgent();
        forwardedAgent = true;
        connection.emitOnce(AuditEventType.AGENT_FORWARD);
        return Result.ReplySuccess;
    }

    /**
     * Sends what is left, then how it ended, then the end of file, then closes. A client that has ended its own input
     * may close the channel as soon as it reads our end of file, and a status that comes after that is lost.
     */
    void finish(ExitStatus status) {
        try {
            if (!isClosing()) {
                out.flush();
                switch (status) {
                    case ExitStatus.Exited exited -> sendExitStatus(exited.code());
                    case ExitStatus.Signalled signalled -> sendExitSignal(signalled.name());
                }
                sendEof();
            }
        } catch (IOException e) {
            SessionMessages.LOG.debugf(e, "channel %s went away before its end was told", this);
        } finally {
            commandExitFuture.setClosed();
            close(false);
        }
    }

    private void sendExitSignal(String name) throws IOException {
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 64);
        buffer.putUInt(getRecipient());
        buffer.putString("exit-signal");
        buffer.putBoolean(false);
        buffer.putString(name);
        buffer.putBoolean(false);
        buffer.putString("");
        buffer.putString("");
        writePacket(buffer);
    }
}
