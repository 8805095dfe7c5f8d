package org.sallyport.connector.pipe;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.transport.window.StreamWindow;

/**
 * An SSH channel as the end of a pipe. It writes packets itself instead of through MINA's asynchronous stream, which
 * allows one packet under way, and whose close waits for a window that a peer who closed will never open.
 */
public final class ChannelEnd implements PipeEnd {
    /** What only the channel's own class may call. */
    interface Protocol {
        void eof() throws IOException;

        void closeReceived() throws IOException;
    }

    private static final int HEADER = 12;

    private final AbstractChannel channel;
    private final Protocol protocol;
    private volatile PipePort port;
    private Deferral deferral;
    private volatile boolean confirmed;
    private volatile boolean closeSent;
    private volatile boolean closeReceived;

    ChannelEnd(AbstractChannel channel, Protocol protocol) {
        this.channel = requireNonNull(channel, "channel");
        this.protocol = requireNonNull(protocol, "protocol");
    }

    /** Nothing is written to it, nor does its loss count, before {@link #confirm}. */
    @Override
    public void attach(PipePort newPort, Deferral newDeferral) {
        deferral = newDeferral;
        port = newPort;
    }

    /** What still comes is thrown away. */
    public void detach() {
        port = null;
    }

    /** The channel is open on both sides: data may be sent. */
    void confirm() {
        PipePort joined = port;
        if (joined != null) {
            confirmed = true;
            joined.writable();
            // told from wherever the session noticed, perhaps with its locks held
            channel.addCloseFutureListener(closed -> deferral.later(joined::lost));
        }
    }

    @Override
    public boolean ready() {
        return confirmed;
    }

    @Override
    public int room() {
        long window = channel.getRemoteWindow().getSize();
        return (int) Math.min(window, channel.getRemoteWindow().getPacketSize());
    }

    @Override
    public void write(byte[] data, int offset, int length, Consumer<Boolean> written) {
        try {
            Session session = channel.getSession();
            Buffer packet = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, length + HEADER);
            packet.putUInt(channel.getRecipient());
            packet.putUInt(length);
            packet.putRawBytes(data, offset, length);
            channel.getRemoteWindow().consume(length);
            // as an internal thread: while keys are exchanged packets are queued, the caller is never blocked
            IoWriteFuture future = ThreadUtils.runAsInternal(packet, session::writePacket);
            future.addListener(done -> written.accept(done.isWritten()));
        } catch (IOException | RuntimeException e) {
            ConnectorLog.LOG.channelWriteFailed(channel.toString(), e.toString());
            written.accept(false);
        }
    }

    @Override
    public void sendEof() {
        attempt(protocol::eof);
    }

    @Override
    public void sendClose() {
        closeSent = true;
        if (!closeReceived) {
            channel.close(false);
        }
        if (closeReceived) {
            attempt(protocol::closeReceived);
        }
    }

    @Override
    public void credit(int bytes) {
        if (channel.isOpen()) {
            attempt(() -> StreamWindow.release(channel, bytes));
        }
    }

    void received(byte[] data, int offset, int length) {
        PipePort joined = port;
        if (joined != null) {
            StreamWindow.received(channel, length);
            byte[] copy = new byte[length];
            System.arraycopy(data, offset, copy, 0, length);
            joined.data(copy);
        }
    }

    void eofReceived() {
        PipePort joined = port;
        if (joined != null) {
            joined.eof();
        }
    }

    void windowExpanded() {
        PipePort joined = port;
        if (joined != null) {
            joined.writable();
        }
    }

    /** The answering CLOSE goes out in its turn, after what is being written; see {@link PipeDirection}. */
    void closeArrived() throws IOException {
        closeReceived = true;
        PipePort joined = port;
        if (joined == null || closeSent) {
            protocol.closeReceived();
        } else {
            joined.closeReceived();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            // the session is going down; its close tells the pipe
            ConnectorLog.LOG.channelWriteFailed(channel.toString(), e.toString());
        }
    }
}
