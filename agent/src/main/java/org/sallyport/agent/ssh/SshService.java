package org.sallyport.agent.ssh;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.apache.sshd.common.io.IoSession;
import org.sallyport.agent.audit.AuditSink;
import org.sallyport.agent.live.LiveBook;
import org.sallyport.agent.live.SessionBook;
import org.sallyport.agent.process.Accounts;
import org.sallyport.agent.process.ProcessStarter;
import org.sallyport.agent.process.SessionEnvironment;
import org.sallyport.agent.recording.Recordings;
import org.sallyport.agent.ssh.auth.HostKeys;
import org.sallyport.agent.ssh.auth.LoginGate;
import org.sallyport.agent.ssh.session.ChannelWindows;
import org.sallyport.agent.ssh.session.NodeAccess;
import org.sallyport.agent.ssh.session.SessionServices;
import org.sallyport.agent.ssh.session.SshMessages;
import org.sallyport.agent.ssh.transport.StreamService;
import org.sallyport.agent.tunnel.DialHandler;
import org.sallyport.agent.tunnel.DialReceiver;
import org.sallyport.agent.tunnel.DialRequest;
import org.sallyport.agent.tunnel.DialStream;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * The agent's SSH server: ends users' SSH connections end to end. It has no port; what it serves is dialled to it.
 *
 * <p>Threads: streams' bytes are handled where they arrive; handshakes on two threads; what waits for processes on
 * threads made as needed.
 */
public final class SshService implements DialHandler, AutoCloseable {
    private static final List<Path> SFTP_SERVERS = List.of(
            Path.of("/usr/lib/openssh/sftp-server"),
            Path.of("/usr/libexec/openssh/sftp-server"),
            Path.of("/usr/libexec/sftp-server"),
            Path.of("/usr/lib/ssh/sftp-server"),
            Path.of("/usr/lib/sftp-server"));

    private final ExecutorService handshakes;
    private final ExecutorService threads;
    private final InnerServer server;
    private final StreamService streams;
    private final NodeAccess access;
    private final LiveBook book;

    /** @param hostKeys asked at each handshake: a renewed certificate needs no restart */
    public SshService(
            SshServiceConfig config,
            NodeAccess access,
            Supplier<HostKeys> hostKeys,
            Accounts accounts,
            AuditSink audit,
            Recordings recordings) {
        this.access = requireNonNull(access, "access");
        this.handshakes = Executors.newFixedThreadPool(2, named("ssh-handshake"));
        this.threads = Executors.newCachedThreadPool(named("ssh-session"));
        Optional<Path> sftp = SFTP_SERVERS.stream().filter(Files::isExecutable).findFirst();
        if (sftp.isEmpty()) {
            SshMessages.LOG.noSftpServer(SFTP_SERVERS.toString());
        }
        this.book = new LiveBook(threads, access::line);
        SessionServices services = new SessionServices(
                new ProcessStarter(accounts),
                new SessionEnvironment(config.acceptEnvironment()),
                threads,
                sftp,
                prepared(config.socketDirectory(), accounts),
                new ChannelWindows(),
                recordings,
                book);
        this.server = InnerServer.of(
                new LoginGate(access, accounts, config.longestStale()),
                requireNonNull(audit, "audit"),
                hostKeys,
                services);
        this.streams = new StreamService(server.begin(), handshakes, new Resumptions());
        SshMessages.LOG.ready(access.node().get().name());
    }

    @Override
    public DialReceiver accept(DialRequest request, DialStream stream) {
        if (streams.isClosing()) {
            throw new SallyportException(
                    ErrorCode.SHUTTING_DOWN, access.line("the agent is stopping; try again in a moment"));
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
        handshakes.shutdown();
        threads.shutdown();
    }

    private static Path prepared(Path directory, Accounts accounts) {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(
                    directory, PosixFilePermissions.fromString(accounts.privileged() ? "rwx--x--x" : "rwx------"));
            return directory;
        } catch (IOException e) {
            throw new SallyportException(
                    ErrorCode.INVALID_CONFIG,
                    "agent: the directory " + directory + " cannot be made; let the agent write there or set another",
                    "",
                    e);
        }
    }

    private static ThreadFactory named(String name) {
        return Thread.ofPlatform().daemon().name(name + "-", 1).factory();
    }
}
