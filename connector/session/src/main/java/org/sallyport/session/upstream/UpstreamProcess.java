package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.process.ExitStatus;
import org.sallyport.session.process.Launch;
import org.sallyport.session.process.SessionProcess;
import org.sallyport.session.process.Signals;
import org.sallyport.session.process.TerminalSize;
import org.sallyport.session.process.Work;

/** A process that another SSH server runs for a session, by its session channel (RFC 4254 section 6). */
final class UpstreamProcess implements SessionProcess {
    /** As OpenSSH's client says it when a connection is lost. */
    private static final ExitStatus LOST = new ExitStatus.Exited(255);

    private final UpstreamChannel channel;
    private final OutputStream stdin;

    private UpstreamProcess(UpstreamChannel channel) {
        this.channel = requireNonNull(channel, "channel");
        this.stdin = channel.streams().output();
    }

    /**
     * Starts it in a channel that is open. Blocks.
     *
     * @param server what people know it by
     * @param line form of what people are told
     */
    static UpstreamProcess start(UpstreamChannel channel, Launch launch, String server, UnaryOperator<String> line)
            throws IOException, InterruptedException {
        UpstreamProcess process = new UpstreamProcess(channel);
        if (launch.forwardedAgent()) {
            channel.request("auth-agent-req@openssh.com", false, content -> {});
        }
        for (Map.Entry<String, String> variable : launch.environment().entrySet()) {
            channel.request("env", false, content -> {
                content.putString(variable.getKey());
                content.putString(variable.getValue());
            });
        }
        if (launch.terminal().isPresent()) {
            channel.requestTerminal(launch.terminal().get());
        }
        startWork(channel, launch.work());
        if (launch.terminal().isPresent() && !channel.answer()) {
            throw refused(channel, "the " + server + " gives no terminal; ssh -T asks for none");
        }
        if (!channel.answer()) {
            throw refused(channel, what(launch.work(), server));
        }
        channel.sayWhenLost(
                line.apply("the connection to the " + server + " was lost; connect again, and see to its host")
                        + "\r\n");
        return process;
    }

    private static String what(Work work, String server) {
        return switch (work) {
            case Work.Shell ignored -> "the " + server + " starts no shell; see its log";
            case Work.Command ignored -> "the " + server + " does not run commands; see its log";
            case Work.Sftp ignored ->
                "the " + server + " has no subsystem sftp; enable it in its sshd_config or use scp -O";
        };
    }

    private static SallyportException refused(UpstreamChannel channel, String why) {
        channel.close(false);
        return new SallyportException(ErrorCode.UNSUPPORTED, why);
    }

    private static void startWork(UpstreamChannel channel, Work work) throws IOException {
        switch (work) {
            case Work.Shell ignored -> channel.request("shell", true, content -> {});
            case Work.Command command -> channel.request("exec", true, content -> content.putString(command.line()));
            case Work.Sftp ignored -> channel.request("subsystem", true, content -> content.putString("sftp"));
        }
    }

    @Override
    public OutputStream stdin() {
        return stdin;
    }

    @Override
    public InputStream stdout() {
        return channel.streams().input();
    }

    @Override
    public InputStream stderr() {
        return channel.streams().errors();
    }

    @Override
    public ExitStatus waitFor() {
        var unused = channel.waitFor(
                EnumSet.of(ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.EXIT_SIGNAL, ClientChannelEvent.CLOSED),
                0L);
        if (channel.getExitSignal() != null) {
            return new ExitStatus.Signalled(channel.getExitSignal());
        }
        return channel.getExitStatus() == null ? LOST : new ExitStatus.Exited(channel.getExitStatus());
    }

    @Override
    public void signal(int signal) {
        Signals.name(signal).ifPresent(name -> tell(() -> channel.sendSignal(name)));
    }

    @Override
    public void resize(TerminalSize size) {
        tell(() -> channel.changeWindow(size));
    }

    /** A request without an answer. */
    private interface Request {
        void send() throws IOException;
    }

    private void tell(Request request) {
        try {
            request.send();
        } catch (IOException e) {
            SessionMessages.LOG.debugf(e, "a request came after the end of %s", channel);
        }
    }

    @Override
    public void release() {
        channel.close(false);
    }

    /** The server does as when its own client goes away. */
    @Override
    public void hangUp() {
        channel.sayWhenLost("");
        channel.close(false);
        channel.streams().ended();
    }
}
