package org.sallyport.connector.pipe;

import java.io.IOException;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.transport.window.StreamWindow;

/** A channel that a peer opened towards us and that ends in a {@link Pipe}. */
public final class PipedServerChannel extends AbstractServerChannel {
    /** Decides on the open request; answers later by {@link #accept} or {@link #refuse}, from any thread. */
    public interface Opening {
        void requested(PipedServerChannel channel, Buffer request);
    }

    private final ChannelEnd end = new ChannelEnd(this, new ChannelEnd.Protocol() {
        @Override
        public void eof() throws IOException {
            sendEof();
        }

        @Override
        public void closeReceived() throws IOException {
            PipedServerChannel.super.handleClose();
        }
    });
    private final Opening opening;
    private OpenFuture openFuture;

    public PipedServerChannel(Opening opening) {
        super(null);
        this.opening = opening;
    }

    /** The window the peer is told at {@link #accept}, in bytes. */
    public void window(long bytes) {
        CoreModuleProperties.WINDOW_SIZE.set(this, bytes);
        configureWindow();
    }

    /** A window that the peer is told at {@link #accept}, in bytes, and that grows from there. */
    public void window(long bytes, Relays relays) {
        relays.growing(this, bytes);
        configureWindow();
    }

    @Override
    protected void configureWindow() {
        super.configureWindow();
        StreamWindow.withhold(this);
    }

    public ChannelEnd end() {
        return end;
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        openFuture = new DefaultOpenFuture(this, futureLock);
        try {
            opening.requested(this, buffer);
        } catch (SallyportException refused) {
            refuse(refused);
        }
        return openFuture;
    }

    /** Confirms the channel. The confirmation is on its way before any data: the end is released after it. */
    public void accept() {
        try {
            // not the future: completing it sends no confirmation
            signalChannelOpenSuccess();
            openFuture.setOpened();
        } finally {
            // when the session went down meanwhile, this tells the pipe so
            end.confirm();
        }
    }

    /** Sends the failure itself, because MINA leaves out the text; so the future is never failed. */
    public void refuse(SallyportException refusal) {
        refuse(refusal.type().sshReason(), refusal.userMessage());
    }

    public void refuse(int reason, String text) {
        try {
            Session session = getSession();
            Buffer failure = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, text.length() + 64);
            failure.putUInt(getRecipient());
            failure.putUInt(reason);
            failure.putString(text);
            failure.putString("");
            session.writePacket(failure);
        } catch (IOException e) {
            ConnectorLog.LOG.channelWriteFailed(toString(), e.toString());
        }
        close(true);
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) {
        end.received(data, off, (int) len);
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) throws IOException {
        // no stderr on these channels; the window must not shrink for ever
        getLocalWindow().release(len);
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        end.eofReceived();
    }

    @Override
    public void handleClose() throws IOException {
        end.closeArrived();
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        end.windowExpanded();
    }
}
