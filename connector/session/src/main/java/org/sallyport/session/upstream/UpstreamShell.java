package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.connector.Shell;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.process.Signals;
import org.sallyport.session.process.TerminalRequest;
import org.sallyport.session.process.TerminalSize;
import org.sallyport.session.process.Visitor;

/** One shell at another SSH server, in a connection of its own that ends with it. */
public final class UpstreamShell implements Shell {
    private static final Duration ANSWER = Duration.ofSeconds(RequestingChannel.ANSWER_SECONDS);
    /** The window is given back in pieces: a packet for each byte that a browser says it took would be most of the traffic. */
    private static final long CREDIT = 32 * 1024;

    private final ClientSession session;
    private final ShellChannel channel;
    private final ShellInput input;
    private final ShellControls controls;
    private final long credit;
    private final String hostId;
    private long held;

    private UpstreamShell(ClientSession session, ShellChannel channel, String hostId, Executor executor) {
        this.session = requireNonNull(session, "session");
        this.channel = requireNonNull(channel, "channel");
        this.input = new ShellInput(channel, executor);
        this.controls = new ShellControls(channel, executor);
        this.credit = Math.min(CREDIT, channel.getLocalWindow().getMaxSize() / 4);
        this.hostId = requireNonNull(hostId, "hostId");
    }

    /** What logs in and where. @param certified key pair with the certificate as its public key */
    public record Login(Destination destination, Visitor visitor, KeyPair certified) {
        public Login {
            requireNonNull(destination, "destination");
            requireNonNull(visitor, "visitor");
            requireNonNull(certified, "certified");
        }
    }

    /** What runs, and on what terminal. @param command a shell when empty */
    public record Program(TerminalRequest terminal, Optional<String> command) {
        public Program {
            requireNonNull(terminal, "terminal");
            requireNonNull(command, "command");
        }

        private String kind() {
            return command.isPresent() ? "command" : "shell";
        }
    }

    /**
     * Blocks; the receiver hears of the shell before this returns.
     *
     * @param executor for writing, which may block
     * @throws SallyportException when there is none, with layer, cause and remedy; the receiver is not told
     */
    public static void open(
            UpstreamClient client, Login login, Program program, Executor executor, ShellReceiver receiver) {
        Destination.Wording wording = login.destination().wording();
        ShellChannel channel = client.windows()
                .grantFixed(new ShellChannel(receiver), ShellReceiver.WINDOW)
                .orElseThrow(() -> new SallyportException(ErrorCode.TOO_MANY_SESSIONS, ChannelWindows.FULL));
        ClientSession session = null;
        try {
            ClientSession made = client.login(login.destination(), login.visitor(), login.certified());
            session = made;
            channel.addCloseFutureListener(closed -> made.close(false));
            made.getService(ConnectionService.class).registerChannel(channel);
            channel.open().verify(ANSWER);
            start(channel, program, wording.server());
            channel.begin(new UpstreamShell(
                    made, channel, login.destination().wording().address(), executor));
        } catch (InterruptedException e) {
            abandon(channel, session);
            Thread.currentThread().interrupt();
            throw new SallyportException(ErrorCode.SHUTTING_DOWN, "the proxy is stopping; try again in a moment");
        } catch (IOException e) {
            abandon(channel, session);
            throw new SallyportException(
                    ErrorCode.INTERNAL,
                    "the " + wording.server() + " starts no session (" + e.getMessage()
                            + "); try again, and see its log",
                    "",
                    e);
        } catch (RuntimeException e) {
            abandon(channel, session);
            throw e;
        }
    }

    /** Gives back the connection, with all that it held, and the channel's window. */
    private static void abandon(ShellChannel channel, ClientSession session) {
        if (session != null) {
            session.close(true);
        }
        channel.close(true);
    }

    private static void start(ShellChannel channel, Program program, String server)
            throws IOException, InterruptedException {
        // the terminal is UTF-8, and many a shell would take it for ASCII
        channel.request("env", false, content -> {
            content.putString("LANG");
            content.putString("C.UTF-8");
        });
        channel.requestTerminal(program.terminal());
        if (program.command().isPresent()) {
            channel.request(
                    "exec", true, content -> content.putString(program.command().get()));
        } else {
            channel.request("shell", true, content -> {});
        }
        boolean granted = channel.answer();
        boolean started = channel.answer();
        if (!granted || !started) {
            throw new SallyportException(
                    ErrorCode.UNSUPPORTED,
                    "the " + server + (granted ? " starts no " + program.kind() : " gives no terminal")
                            + "; see its log");
        }
    }

    @Override
    public String hostId() {
        return hostId;
    }

    @Override
    public CompletionStage<Void> input(byte[] bytes) {
        return input.add(bytes);
    }

    @Override
    public void resize(int columns, int rows) {
        controls.resize(new TerminalSize(columns, rows));
    }

    @Override
    public void signal(String name) {
        if (Signals.number(name).isPresent()) {
            controls.signal(name);
        }
    }

    @Override
    public void taken(int bytes) {
        long now;
        synchronized (this) {
            held += bytes;
            if (held < credit) {
                return;
            }
            now = held;
            held = 0;
        }
        release(now);
    }

    /** As an internal thread: while keys are exchanged packets are queued, the caller is never blocked. */
    private void release(long bytes) {
        if (!channel.isOpen()) {
            return;
        }
        try {
            ThreadUtils.runAsInternal(() -> {
                channel.getLocalWindow().release(bytes);
                return null;
            });
        } catch (Exception e) {
            SessionMessages.LOG.debugf(e, "output was taken after the end of %s", channel);
        }
    }

    @Override
    public void close() {
        session.close(true);
    }
}
