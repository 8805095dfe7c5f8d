package org.sallyport.agent.host;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.agent.process.Account;
import org.sallyport.session.process.Visitor;

/**
 * The forwarded ssh-agent of one connection: a Unix socket that only the login can connect to. It lies in a directory
 * of its own that stays the agent's, so that its removal cannot be led astray by the login.
 */
final class AgentSocket implements AutoCloseable {
    private final Path path;
    private final ServerSocketChannel listener;
    private final Visitor.Client client;

    private AgentSocket(Path path, ServerSocketChannel listener, Visitor.Client client) {
        this.path = requireNonNull(path, "path");
        this.listener = requireNonNull(listener, "listener");
        this.client = requireNonNull(client, "client");
    }

    static AgentSocket open(SystemHost host, Account account, Visitor.Client client) throws IOException {
        Path directory = Files.createTempDirectory(host.socketDirectory(), "ssh-");
        Path path = directory.resolve("agent.sock");
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(path));
            // still closed to others: the directory opens (to pass through, not to list) after the socket has its owner
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            if (host.accounts().privileged()) {
                host.accounts().give(path, account);
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            }
            AgentSocket made = new AgentSocket(path, listener, client);
            Thread.ofVirtual().name("agent-forward").start(made::serve);
            return made;
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
                client.open("auth-agent@openssh.com", new SocketStream(listener.accept()), payload -> {});
            } catch (IOException e) {
                // closed with the connection; a client that went away while it was accepted is no reason to stop
                AgentMessages.LOG.debugf(e, "agent socket %s", path);
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
