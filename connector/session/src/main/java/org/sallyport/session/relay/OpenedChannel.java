package org.sallyport.session.relay;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.transport.LastPacket;

/** A channel that this side opens, of any type; nothing is sent for it after its CLOSE. */
public abstract class OpenedChannel extends AbstractClientChannel {
    private final LastPacket last = new LastPacket();
    private final Consumer<Buffer> payload;

    /** @param payload appends what the open message of this type of channel carries */
    protected OpenedChannel(String type, Consumer<Buffer> payload) {
        super(type);
        this.payload = requireNonNull(payload, "payload");
    }

    /** RFC 4254 section 5.1. */
    @Override
    public synchronized OpenFuture open() throws IOException {
        if (isClosing()) {
            throw new SshException("the connection is over");
        }
        openFuture = new DefaultOpenFuture(this, futureLock);
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN, 256);
        buffer.putString(getChannelType());
        buffer.putUInt(getChannelId());
        buffer.putUInt(getLocalWindow().getSize());
        buffer.putUInt(getLocalWindow().getPacketSize());
        payload.accept(buffer);
        writePacket(buffer);
        return openFuture;
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
}
