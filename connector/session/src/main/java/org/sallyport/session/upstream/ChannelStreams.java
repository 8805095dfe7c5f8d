package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.process.ByteStream;
import org.sallyport.session.transport.Outflow;
import org.sallyport.transport.window.StreamWindow;

/** A channel at another SSH server as streams that block: reading gives its window back, writing waits for room. */
final class ChannelStreams implements ByteStream {
    private final AbstractChannel channel;
    private final EndOfFile endOfFile;
    private final RemoteInput input;
    private final RemoteInput errors;

    /** The channel's protected sendEof. */
    @FunctionalInterface
    interface EndOfFile {
        void send() throws IOException;
    }

    /** @param lastWords what is read as an error at the end of a channel that closes; may be empty */
    ChannelStreams(AbstractChannel channel, EndOfFile endOfFile, Supplier<String> lastWords) {
        this.channel = requireNonNull(channel, "channel");
        this.endOfFile = requireNonNull(endOfFile, "endOfFile");
        this.input = new RemoteInput(this::taken);
        this.errors = new RemoteInput(this::taken);
        channel.addCloseFutureListener(closed -> {
            byte[] said = lastWords.get().getBytes(StandardCharsets.UTF_8);
            if (said.length > 0) {
                errors.add(said, 0, said.length);
            }
            ended();
        });
    }

    private void taken(int bytes) {
        try {
            if (channel.isOpen()) {
                StreamWindow.release(channel, bytes);
            }
        } catch (IOException e) {
            channel.close(true);
        }
    }

    void received(byte[] data, int offset, long length) {
        StreamWindow.received(channel, (int) length);
        input.add(data, offset, (int) length);
    }

    void receivedError(byte[] data, int offset, long length) {
        StreamWindow.received(channel, (int) length);
        errors.add(data, offset, (int) length);
    }

    void ended() {
        input.end();
        errors.end();
    }

    @Override
    public InputStream input() {
        return input;
    }

    InputStream errors() {
        return errors;
    }

    @Override
    public OutputStream output() {
        return new Output();
    }

    @Override
    public void close() {
        channel.close(false);
    }

    /** Of one channel that is open. */
    private final class Output extends OutputStream {
        private final OutputStream packets = new ChannelOutputStream(
                channel, channel.getRemoteWindow(), SessionMessages.SLF4J, SshConstants.SSH_MSG_CHANNEL_DATA, true);
        private volatile boolean broken;

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            try {
                Outflow.await(channel.getSession());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
            try {
                packets.write(data, offset, length);
                packets.flush();
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            if (broken) {
                // what was lost must not look like the end of what was sent
                channel.close(false);
                return;
            }
            endOfFile.send();
        }
    }
}
