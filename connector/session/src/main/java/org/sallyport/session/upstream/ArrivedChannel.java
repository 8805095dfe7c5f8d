package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.sallyport.session.process.ByteStream;
import org.sallyport.session.transport.Outflow;
import org.sallyport.transport.LastPacket;
import org.sallyport.transport.window.StreamWindow;

/** A channel that the other SSH server opens for the user's client: a connection to a forwarded port, or to the ssh-agent. */
final class ArrivedChannel extends AbstractServerChannel {
    /** Where such channels go on. */
    interface Arrivals {
        /**
         * @param content what the open message of this type of channel carries
         * @return appends the same to the message that goes on
         * @throws IOException when nobody asked for it
         */
        Consumer<Buffer> expected(String type, Buffer content) throws IOException;

        void open(String type, ByteStream stream, Consumer<Buffer> payload) throws IOException;
    }

    private final LastPacket last = new LastPacket();
    private final ChannelStreams streams = new ChannelStreams(this, this::sendEof, () -> "");
    private final String type;
    private final Arrivals arrivals;

    ArrivedChannel(String type, Arrivals arrivals) {
        super(null);
        this.type = requireNonNull(type, "type");
        this.arrivals = requireNonNull(arrivals, "arrivals");
    }

    @Override
    protected void configureWindow() {
        super.configureWindow();
        StreamWindow.withhold(this);
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        DefaultOpenFuture future = new DefaultOpenFuture(this, this);
        try {
            Consumer<Buffer> payload = arrivals.expected(type, buffer);
            signalChannelOpenSuccess();
            future.setOpened();
            arrivals.open(type, streams, payload);
        } catch (IOException e) {
            if (!future.isDone()) {
                future.setException(new SshChannelOpenException(
                        getChannelId(), SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, e.getMessage()));
            }
            close(true);
        }
        return future;
    }

    @Override
    public IoWriteFuture writePacket(Buffer packet) throws IOException {
        return Outflow.sent(getSession(), packet.available(), () -> last.write(this, () -> super.writePacket(packet)));
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
    protected void doWriteData(byte[] data, int offset, long length) {
        streams.received(data, offset, length);
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        throw new IOException("forwards carry no extended data");
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        streams.ended();
    }
}
