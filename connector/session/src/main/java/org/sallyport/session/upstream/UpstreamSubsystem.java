package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.ConnectionService;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.messages.SessionMessages;

/** One subsystem of another SSH server, in a connection of its own that ends with it. Its streams block. */
public final class UpstreamSubsystem implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(RequestingChannel.ANSWER_SECONDS);
    private static final Duration GOOD_BYE = Duration.ofSeconds(5);
    private static final int MOST_SAID = 1000;

    private final ClientSession session;
    private final UpstreamChannel channel;
    private final OutputStream output;

    private UpstreamSubsystem(ClientSession session, UpstreamChannel channel) {
        this.session = requireNonNull(session, "session");
        this.channel = requireNonNull(channel, "channel");
        this.output = channel.streams().output();
    }

    /**
     * Blocks.
     *
     * @param name such as {@code sftp}
     * @throws SallyportException when there is none, with layer, cause and remedy
     */
    public static UpstreamSubsystem open(UpstreamClient client, UpstreamShell.Login login, String name) {
        String server = login.destination().wording().server();
        UpstreamChannel channel = client.windows()
                .grant(new UpstreamChannel("session", payload -> {}))
                .orElseThrow(() -> new SallyportException(ErrorCode.TOO_MANY_SESSIONS, ChannelWindows.FULL));
        ClientSession session = null;
        try {
            ClientSession made = client.login(login.destination(), login.visitor(), login.certified());
            session = made;
            channel.addCloseFutureListener(closed -> made.close(false));
            made.getService(ConnectionService.class).registerChannel(channel);
            channel.open().verify(ANSWER);
            channel.request("subsystem", true, content -> content.putString(name));
            if (!channel.answer()) {
                throw new SallyportException(
                        ErrorCode.UNSUPPORTED,
                        "the " + server + " has no subsystem " + name + "; see its configuration and its log");
            }
            return new UpstreamSubsystem(made, channel);
        } catch (InterruptedException e) {
            abandon(channel, session);
            Thread.currentThread().interrupt();
            throw new SallyportException(ErrorCode.SHUTTING_DOWN, "the proxy is stopping; try again in a moment");
        } catch (IOException e) {
            abandon(channel, session);
            throw new SallyportException(
                    ErrorCode.INTERNAL,
                    "the " + server + " starts no session (" + e.getMessage() + "); try again, and see its log",
                    "",
                    e);
        } catch (RuntimeException e) {
            abandon(channel, session);
            throw e;
        }
    }

    /** Gives back the connection, with all that it held, and the channel's window. */
    private static void abandon(UpstreamChannel channel, ClientSession session) {
        if (session != null) {
            session.close(true);
        }
        channel.close(true);
    }

    public InputStream input() {
        return channel.streams().input();
    }

    public OutputStream output() {
        return output;
    }

    /** What it says as an error once it has ended: a refusal comes so. Blocks until then. */
    public String lastWords() {
        try {
            byte[] said = channel.streams().errors().readNBytes(MOST_SAID);
            return new String(said, StandardCharsets.UTF_8)
                    .replaceAll("[\\p{Cntrl}\\s]+", " ")
                    .strip();
        } catch (IOException e) {
            SessionMessages.LOG.debugf(e, "interrupted at the last words of %s", channel);
            return "";
        }
    }

    /** From now on what it says as an error is thrown away. */
    public void ignoreErrors() {
        try {
            channel.streams().errors().close();
        } catch (IOException e) {
            throw new IllegalStateException("closing what is in memory", e);
        }
    }

    /** Ends its input and waits a little for its end, so that the node sees a client that went as it should. */
    public void finish() {
        try {
            output.close();
            var unused = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), GOOD_BYE);
        } catch (IOException e) {
            SessionMessages.LOG.debugf(e, "%s ended before it was told to", channel);
        } finally {
            close();
        }
    }

    /** At once, from any thread. */
    @Override
    public void close() {
        session.close(true);
    }
}
