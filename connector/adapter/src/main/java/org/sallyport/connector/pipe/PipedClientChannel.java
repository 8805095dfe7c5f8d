package org.sallyport.connector.pipe;

import java.io.IOException;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.LocalWindow;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.sallyport.transport.window.StreamWindow;

/** A channel that we open towards a peer, with a payload in its open request, and that ends in a {@link Pipe}. */
public abstract class PipedClientChannel extends AbstractClientChannel {
    private final ChannelEnd end = new ChannelEnd(this, new ChannelEnd.Protocol() {
        @Override
        public void eof() throws IOException {
            sendEof();
        }

        @Override
        public void closeReceived() throws IOException {
            PipedClientChannel.super.handleClose();
        }
    });

    /** @param window initial window, in bytes */
    protected PipedClientChannel(String type, long window) {
        super(type);
        CoreModuleProperties.WINDOW_SIZE.set(this, window);
    }

    @Override
    protected final void configureWindow() {
        super.configureWindow();
        StreamWindow.withhold(this);
    }

    public final ChannelEnd end() {
        return end;
    }

    /** Appends what follows the standard fields of SSH_MSG_CHANNEL_OPEN. */
    protected abstract void putPayload(Buffer request);

    /** Something came from the peer. */
    protected abstract void heard();

    @Override
    public final synchronized OpenFuture open() throws IOException {
        openFuture = new DefaultOpenFuture(this, futureLock);
        Session session = getSession();
        LocalWindow window = getLocalWindow();
        Buffer request = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN, 512);
        request.putString(getChannelType());
        request.putUInt(getChannelId());
        request.putUInt(window.getSize());
        request.putUInt(window.getPacketSize());
        putPayload(request);
        writePacket(request);
        return openFuture;
    }

    @Override
    protected final void doOpen() {
        // the peer may send from now on: the pipe is there, attached before open()
    }

    @Override
    public final void handleOpenSuccess(long recipient, long rwSize, long packetSize, Buffer buffer) {
        super.handleOpenSuccess(recipient, rwSize, packetSize, buffer);
        heard();
        if (isOpen()) {
            end.confirm();
        }
    }

    @Override
    protected final void doWriteData(byte[] data, int off, long len) {
        heard();
        end.received(data, off, (int) len);
    }

    @Override
    protected final void doWriteExtendedData(byte[] data, int off, long len) throws IOException {
        getLocalWindow().release(len);
    }

    @Override
    public final void handleEof() throws IOException {
        super.handleEof();
        end.eofReceived();
    }

    @Override
    public final void handleClose() throws IOException {
        end.closeArrived();
    }

    @Override
    public final void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        end.windowExpanded();
    }
}
