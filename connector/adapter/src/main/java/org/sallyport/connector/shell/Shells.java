package org.sallyport.connector.shell;

import static java.util.Objects.requireNonNull;

import java.security.KeyPair;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.dial.Dialer;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.connector.shell.ShellDestination.Ways;
import org.sallyport.connector.transport.ConnectorThreads;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.core.connector.ShellRequest;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.messages.Place;
import org.sallyport.session.process.ByteStream;
import org.sallyport.session.process.TerminalRequest;
import org.sallyport.session.process.TerminalSize;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.server.SshThreads;
import org.sallyport.session.upstream.UpstreamClient;
import org.sallyport.session.upstream.UpstreamShell;

/**
 * Shells for users whose client is this server itself, such as a browser's terminal. From the dial on they are users'
 * connections like any other; key and certificate of each live in memory, for as long as its login takes.
 */
public final class Shells implements AutoCloseable {
    private static final int WINDOWS_SHARE = 8;

    private final ConnectorThreads threads;
    private final Ways ways;
    private final UpstreamClient client;

    public Shells(Dialer dialer, Relays relays, ConnectorListener listener, ConnectorThreads threads, Clock clock) {
        this.threads = requireNonNull(threads, "threads");
        this.ways = new Ways(dialer, relays, new SshCertificateChecker(clock), listener::trust);
        this.client = new UpstreamClient(
                threads.outgoing(),
                listener::sshAlgorithms,
                ChannelWindows.of(WINDOWS_SHARE, Place.PROXY),
                new SshThreads(threads.blocking(), threads.sessions(), threads.blocking(), threads.timer(), false));
    }

    /** Does not block. */
    public void open(Caller.User caller, DialTarget target, ShellRequest request, ShellReceiver receiver) {
        try {
            threads.blocking().execute(() -> tryOpen(caller, target, request, receiver));
        } catch (RejectedExecutionException e) {
            receiver.refused(new SallyportException(
                    ErrorCode.SHUTTING_DOWN,
                    "proxy: this server is shutting down; try again in a moment",
                    e.toString(),
                    e));
        }
    }

    private void tryOpen(Caller.User caller, DialTarget target, ShellRequest request, ShellReceiver receiver) {
        try {
            UpstreamShell.open(
                    client,
                    login(caller, target, request.login(), request.certificate()),
                    new UpstreamShell.Program(
                            new TerminalRequest(
                                    request.type(), new TerminalSize(request.columns(), request.rows()), Map.of()),
                            request.command()),
                    threads.blocking(),
                    receiver);
        } catch (SallyportException refusal) {
            receiver.refused(named(refusal));
        } catch (RuntimeException e) {
            receiver.refused(new SallyportException(
                    ErrorCode.INTERNAL,
                    "proxy: the shell could not be opened; try again, then ask an administrator",
                    e.toString(),
                    e));
        }
    }

    /** What logs in at a node for a user. Blocks. @param certificates see {@link ShellRequest} */
    UpstreamShell.Login login(
            Caller.User caller, DialTarget target, String account, UnaryOperator<String> certificates) {
        KeyPair key = SshKeys.generate();
        OpenSshCertificate certificate = SshKeys.parseCertificate(certificates.apply(SshKeys.line(key.getPublic())));
        UserIdentity identity =
                ways.checker().checkLogin(certificate, account, ways.trust().get(), caller.address());
        return new UpstreamShell.Login(
                new ShellDestination(ways, caller, target),
                new Visitor(identity, account, caller.address(), new NobodyElse()),
                new KeyPair(certificate, key.getPrivate()));
    }

    UpstreamClient client() {
        return client;
    }

    /** What comes from below the dial says who refused, but not to whom. */
    static SallyportException named(SallyportException refusal) {
        return refusal.userMessage().matches("(?s)[A-Z][A-Za-z ]{2,30}: .*|proxy: .*")
                ? refusal
                : new SallyportException(
                        refusal.code(), "Proxy Service: " + refusal.userMessage(), refusal.details(), refusal);
    }

    @Override
    public void close() {
        client.close();
    }

    /** Nothing behind this client that a node could open a channel to. */
    private record NobodyElse() implements Visitor.Client {
        @Override
        public void open(String type, ByteStream stream, Consumer<Buffer> payload) {
            throw new IllegalStateException("nobody asked for " + type);
        }

        @Override
        public void refused(String what, String why) {
            // this client asks for one shell and opens nothing that could be refused
        }

        @Override
        public void dismiss(String why) {
            // the end of the connection says so
        }
    }
}
