package org.sallyport.agent.ssh.relay;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.apache.sshd.common.channel.RemoteWindow;
import org.sallyport.agent.ssh.session.SshMessages;
import org.sallyport.agent.ssh.transport.Outflow;

/**
 * A socket's two directions on a channel's. Each ends by itself (half-close); the socket closes when both ended, or when
 * the channel is gone and everything that had come through it is written.
 */
public final class SocketRelay {
    private static final int CHUNK = 32 * 1024;

    private final SocketChannel socket;
    private final AbstractChannel channel;
    private final OrderedOutput toSocket;
    private final EndOfFile endOfFile;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean channelGone;

    /** The channel's protected sendEof. */
    @FunctionalInterface
    public interface EndOfFile {
        void send() throws IOException;
    }

    public SocketRelay(SocketChannel socket, AbstractChannel channel, EndOfFile endOfFile) {
        this.socket = requireNonNull(socket, "socket");
        this.channel = requireNonNull(channel, "channel");
        this.endOfFile = requireNonNull(endOfFile, "endOfFile");
        // sockets, unlike pipes, let a virtual thread go while they wait
        this.toSocket = new OrderedOutput(channel, work -> Thread.ofVirtual().start(work));
        channel.addCloseFutureListener(closed -> channelGone());
    }

    /** Both sides are open: bytes flow. */
    public void start(RemoteWindow window) {
        toSocket.attach(new ToSocket());
        OutputStream out =
                new ChannelOutputStream(channel, window, SshMessages.SLF4J, SshConstants.SSH_MSG_CHANNEL_DATA, true);
        Thread.ofVirtual().name("relay").start(() -> fromSocket(out));
    }

    public void data(byte[] data, int offset, long length) {
        toSocket.add(Arrays.copyOfRange(data, offset, offset + (int) length));
    }

    /** The client's end of file. */
    public void end() {
        toSocket.close();
    }

    private void fromSocket(OutputStream out) {
        byte[] buffer = new byte[CHUNK];
        try {
            InputStream in = Channels.newInputStream(socket);
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                Outflow.await(channel.getSession());
                out.write(buffer, 0, count);
                out.flush();
            }
            endOfFile.send();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            channel.close(false);
        } catch (IOException e) {
            SshMessages.LOG.debugf(e, "forwarded socket ended");
            channel.close(false);
        }
        synchronized (this) {
            inputEnded = true;
        }
        finish();
    }

    private void channelGone() {
        synchronized (this) {
            channelGone = true;
        }
        // whatever is queued is written first; without a start there is nothing to wait for
        toSocket.attach(new ToSocket());
        toSocket.close();
    }

    private void finish() {
        boolean both;
        boolean close;
        synchronized (this) {
            both = inputEnded && outputEnded;
            close = both || (channelGone && outputEnded);
        }
        if (close) {
            try {
                socket.close();
            } catch (IOException e) {
                SshMessages.LOG.debugf(e, "forwarded socket closed");
            }
        }
        if (both) {
            channel.close(false);
        }
    }

    private final class ToSocket extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                ByteBuffer data = ByteBuffer.wrap(bytes, offset, length);
                while (data.hasRemaining()) {
                    socket.write(data);
                }
            } catch (IOException e) {
                channel.close(false);
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            try {
                if (socket.isConnected() && socket.isOpen()) {
                    socket.shutdownOutput();
                }
            } finally {
                synchronized (SocketRelay.this) {
                    outputEnded = true;
                }
                finish();
            }
        }
    }
}
