package org.sallyport.agent.ssh.channel;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.sallyport.agent.ssh.relay.RelayChannel;
import org.sallyport.agent.ssh.session.Connection;
import org.sallyport.agent.ssh.session.SessionServices;
import org.sallyport.agent.ssh.session.SshMessages;
import org.sallyport.api.audit.AuditEventType;

/**
 * The forwarded ssh-agent of one connection: a Unix socket that only the login can connect to. It lies in a directory
 * of its own that stays the agent's, so that its removal cannot be led astray by the login.
 */
final class AgentSocket implements AutoCloseable {
    private static final AttributeKey<AgentSocket> KEY = new AttributeKey<>();

    private final Path path;
    private final ServerSocketChannel listener;
    private final Session session;

    private AgentSocket(Path path, ServerSocketChannel listener, Session session) {
        this.path = path;
        this.listener = listener;
        this.session = session;
    }

    /** @return the connection's one socket, made at the first call */
    static AgentSocket of(Connection connection, SessionServices services, Session session) throws IOException {
        AgentSocket existing = session.getAttribute(KEY);
        if (existing != null) {
            return existing;
        }
        AgentSocket made = open(connection, services, session);
        session.setAttribute(KEY, made);
        connection.own(made);
        connection.emit(connection.event(AuditEventType.AGENT_FORWARD));
        Thread.ofVirtual().name("agent-forward-" + connection.id()).start(made::serve);
        return made;
    }

    private static AgentSocket open(Connection connection, SessionServices services, Session session)
            throws IOException {
        Path directory = Files.createTempDirectory(services.socketDirectory(), "ssh-");
        Path path = directory.resolve("agent.sock");
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(path));
            // still closed to others: the directory opens (to pass through, not to list) after the socket has its owner
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            if (services.starter().accounts().privileged()) {
                services.starter().accounts().give(path, connection.admission().account());
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            }
            return new AgentSocket(path, listener, session);
        } catch (IOException e) {
            listener.close();
            Files.deleteIfExists(path);
            Files.deleteIfExists(directory);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    private void serve() {
        while (listener.isOpen()) {
            try {
                RelayChannel.open(session, "auth-agent@openssh.com", listener.accept(), payload -> {});
            } catch (IOException e) {
                // closed with the connection; a client that went away while it was accepted is no reason to stop
                SshMessages.LOG.debugf(e, "agent socket %s", path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(path);
        Files.deleteIfExists(path.getParent());
    }
}
