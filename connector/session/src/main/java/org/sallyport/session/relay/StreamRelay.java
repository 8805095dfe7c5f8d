package org.sallyport.session.relay;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.apache.sshd.common.channel.RemoteWindow;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.process.ByteStream;
import org.sallyport.session.transport.Outflow;

/**
 * A stream's two directions on a channel's. Each ends by itself (half-close); the stream closes when both ended, or when
 * the channel is gone and everything that had come through it is written.
 */
public final class StreamRelay {
    private static final int CHUNK = 32 * 1024;

    private final ByteStream stream;
    private final AbstractChannel channel;
    private final OrderedOutput toStream;
    private final EndOfFile endOfFile;
    private final Executor streams;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean channelGone;

    /** The channel's protected sendEof. */
    @FunctionalInterface
    public interface EndOfFile {
        void send() throws IOException;
    }

    /** @param streams a thread for each task */
    public StreamRelay(ByteStream stream, AbstractChannel channel, EndOfFile endOfFile, Executor streams) {
        this.stream = requireNonNull(stream, "stream");
        this.channel = requireNonNull(channel, "channel");
        this.endOfFile = requireNonNull(endOfFile, "endOfFile");
        this.streams = requireNonNull(streams, "streams");
        this.toStream = new OrderedOutput(channel, streams);
        channel.addCloseFutureListener(closed -> channelGone());
    }

    /** Both sides are open: bytes flow. */
    public void start(RemoteWindow window) {
        toStream.attach(new ToStream());
        OutputStream out = new ChannelOutputStream(
                channel, window, SessionMessages.SLF4J, SshConstants.SSH_MSG_CHANNEL_DATA, true);
        streams.execute(() -> fromStream(out));
    }

    public void data(byte[] data, int offset, long length) {
        toStream.add(Arrays.copyOfRange(data, offset, offset + (int) length));
    }

    /** The client's end of file. */
    public void end() {
        toStream.close();
    }

    private void fromStream(OutputStream out) {
        byte[] buffer = new byte[CHUNK];
        try {
            InputStream in = stream.input();
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
            SessionMessages.LOG.debugf(e, "forwarded stream ended");
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
        toStream.attach(new ToStream());
        toStream.close();
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
                stream.close();
            } catch (IOException e) {
                SessionMessages.LOG.debugf(e, "forwarded stream closed");
            }
        }
        if (both) {
            channel.close(false);
        }
    }

    private final class ToStream extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                stream.output().write(bytes, offset, length);
                stream.output().flush();
            } catch (IOException e) {
                channel.close(false);
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            try {
                stream.output().close();
            } finally {
                synchronized (StreamRelay.this) {
                    outputEnded = true;
                }
                finish();
            }
        }
    }
}
