package org.sallyport.agent.ssh.forward;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.sallyport.agent.ssh.relay.SocketRelay;
import org.sallyport.agent.ssh.session.Connection;
import org.sallyport.api.error.SallyportException;
import org.sallyport.transport.LastPacket;
import org.sallyport.transport.window.StreamWindow;

/** {@code ssh -L} and {@code -D}: connects for the client, or says why not in the channel's open failure. */
final class DirectChannel extends AbstractServerChannel {
    private static final int CONNECT_MILLIS = 30_000;

    private final LastPacket last = new LastPacket();
    private Optional<SocketRelay> relay = Optional.empty();

    DirectChannel() {
        super(null);
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

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        String host = buffer.getString();
        int port = buffer.getInt();
        Optional<String> refusal = ForwardGate.connectRefusal(getSession(), host, port);
        if (refusal.isPresent()) {
            return RefusedChannel.refuse(this, refusal.get());
        }
        DefaultOpenFuture future = new DefaultOpenFuture(this, this);
        Thread.ofVirtual().name("forward-connect").start(() -> connect(host, port, future));
        return future;
    }

    private void connect(String host, int port, DefaultOpenFuture future) {
        try {
            SocketChannel socket = connected(host, port);
            SocketRelay made = new SocketRelay(socket, this, this::sendEof);
            relay = Optional.of(made);
            signalChannelOpenSuccess();
            future.setOpened();
            made.start(getRemoteWindow());
        } catch (IOException | SallyportException | IllegalArgumentException e) {
            OpenFailures.say(
                    getSession(),
                    getRecipient(),
                    Connection.of(getSession())
                            .access()
                            .line("cannot connect to " + host + " port " + port + ": " + e.getMessage()));
            signalChannelOpenFailure(e);
            future.setException(
                    new SshChannelOpenException(getChannelId(), SshConstants.SSH_OPEN_CONNECT_FAILED, e.getMessage()));
            close(true);
        }
    }

    /** To the first of the host's addresses that answers. */
    private static SocketChannel connected(String host, int port) throws IOException {
        IOException last = new ConnectException("no address");
        for (InetAddress address : InetAddress.getAllByName(host)) {
            SocketChannel socket = SocketChannel.open();
            try {
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                socket.socket().connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {
        relay.ifPresent(running -> running.data(data, offset, length));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        throw new IOException("forwards carry no extended data");
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        relay.ifPresent(SocketRelay::end);
    }
}
