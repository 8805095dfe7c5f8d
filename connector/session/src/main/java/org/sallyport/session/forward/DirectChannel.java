package org.sallyport.session.forward;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.connection.Connection;
import org.sallyport.session.process.ByteStream;
import org.sallyport.session.refusal.OpenFailures;
import org.sallyport.session.refusal.RefusedChannel;
import org.sallyport.session.relay.StreamRelay;
import org.sallyport.transport.LastPacket;
import org.sallyport.transport.window.StreamWindow;

/** {@code ssh -L} and {@code -D}: connects for the client, or says why not in the channel's open failure. */
final class DirectChannel extends AbstractServerChannel {
    private final LastPacket last = new LastPacket();
    private final Executor streams;
    private Optional<StreamRelay> relay = Optional.empty();

    /** @param streams a thread for each task */
    DirectChannel(Executor streams) {
        super(null);
        this.streams = requireNonNull(streams, "streams");
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
        streams.execute(() -> connect(host, port, future));
        return future;
    }

    private void connect(String host, int port, DefaultOpenFuture future) {
        try {
            ByteStream stream = Connection.of(getSession()).host().connect(host, port);
            StreamRelay made = new StreamRelay(stream, this, this::sendEof, streams);
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
        relay.ifPresent(StreamRelay::end);
    }
}
