package org.sallyport.session.relay;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.session.process.ByteStream;
import org.sallyport.transport.LastPacket;

/** A channel that we open to the client for somebody who connected to the host. */
public final class RelayChannel extends AbstractClientChannel {
    private final LastPacket last = new LastPacket();
    private final StreamRelay relay;
    private final Consumer<Buffer> payload;

    private RelayChannel(String type, ByteStream stream, Consumer<Buffer> payload) {
        super(type);
        this.relay = new StreamRelay(stream, this, this::sendEof);
        this.payload = payload;
    }

    /** @param payload appends what the open message of this type of channel carries */
    public static void open(Session session, String type, ByteStream stream, Consumer<Buffer> payload)
            throws IOException {
        RelayChannel channel = new RelayChannel(type, stream, payload);
        try {
            session.getService(ConnectionService.class).registerChannel(channel);
            channel.open().addListener(opened -> {
                if (!opened.isOpened()) {
                    channel.close(true);
                }
            });
        } catch (IOException e) {
            channel.close(true);
            throw e;
        }
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
    public synchronized OpenFuture open() throws IOException {
        if (isClosing()) {
            throw new SshException("the connection is over");
        }
        openFuture = new DefaultOpenFuture(this, futureLock);
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN, 128);
        buffer.putString(getChannelType());
        buffer.putUInt(getChannelId());
        buffer.putUInt(getLocalWindow().getSize());
        buffer.putUInt(getLocalWindow().getPacketSize());
        payload.accept(buffer);
        writePacket(buffer);
        return openFuture;
    }

    @Override
    protected void doOpen() {
        relay.start(getRemoteWindow());
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {
        relay.data(data, offset, length);
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        relay.end();
    }
}
