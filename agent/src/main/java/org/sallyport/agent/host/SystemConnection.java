package org.sallyport.agent.host;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.sallyport.agent.process.Account;
import org.sallyport.agent.process.AccountLaunch;
import org.sallyport.session.process.ByteStream;
import org.sallyport.session.process.HostConnection;
import org.sallyport.session.process.Launch;
import org.sallyport.session.process.SessionProcess;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.process.Work;

/** What one user's connection has of this machine. */
final class SystemConnection implements HostConnection {
    private static final int CONNECT_MILLIS = 30_000;
    private static final int FIRST_UNPRIVILEGED = 1024;

    private final SystemHost host;
    private final Visitor visitor;
    private final RemoteForwards forwards;
    private Optional<AgentSocket> agentSocket = Optional.empty();

    SystemConnection(SystemHost host, Visitor visitor) {
        this.host = requireNonNull(host, "host");
        this.visitor = requireNonNull(visitor, "visitor");
        this.forwards = new RemoteForwards(visitor.client());
    }

    @Override
    public SessionProcess start(Launch launch) {
        Account account = host.accounts().require(visitor.login());
        Optional<Path> socket = launch.forwardedAgent() ? agentSocket().map(AgentSocket::path) : Optional.empty();
        boolean greeted =
                launch.work() instanceof Work.Shell && launch.terminal().isPresent();
        return host.starter()
                .start(new AccountLaunch(
                        account,
                        launch.work(),
                        host.sftpServer(),
                        SessionVariables.of(launch, socket),
                        launch.terminal(),
                        greeted ? MessageOfTheDay.of(account) : ""));
    }

    @Override
    public synchronized void forwardAgent() throws IOException {
        if (agentSocket.isEmpty()) {
            Account account = host.accounts().require(visitor.login());
            agentSocket = Optional.of(AgentSocket.open(host, account, visitor.client()));
        }
    }

    private synchronized Optional<AgentSocket> agentSocket() {
        return agentSocket;
    }

    /** To the first of the target's addresses that answers. */
    @Override
    public ByteStream connect(String target, int port) throws IOException {
        IOException last = new ConnectException("no address");
        for (InetAddress address : InetAddress.getAllByName(target)) {
            SocketChannel socket = SocketChannel.open();
            try {
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                socket.socket().connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
                return new SocketStream(socket);
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    @Override
    public int listen(String address, int port) throws IOException {
        return forwards.listen(address, port);
    }

    /** The sockets are the agent's own, so what only root may do is refused to everybody. */
    @Override
    public int lowestPort() {
        return FIRST_UNPRIVILEGED;
    }

    @Override
    public boolean cancel(String address, int port) throws IOException {
        return forwards.cancel(address, port);
    }

    @Override
    public void close() throws IOException {
        forwards.close();
        Optional<AgentSocket> socket = agentSocket();
        if (socket.isPresent()) {
            socket.get().close();
        }
    }
}
