package org.sallyport.cli.proxy;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.resume.Frame;
import org.sallyport.core.resume.FrameCodec;
import org.sallyport.core.resume.FrameReader;
import org.sallyport.core.resume.FrameSink;

/** One connection's way from the agent's greeting to the stream that it carries. */
final class Carrier implements FrameSink {
    /** The stream as its connections see it. */
    interface Stream {
        /** A new stream begins here. */
        void began(Carrier here, Frame.Offer offer) throws IOException;

        /** The earlier stream goes on here. */
        void resumed(Carrier here, long peerReceived) throws IOException;

        void data(ByteBuffer part) throws IOException;

        void frame(Frame frame) throws IOException;

        /** For the question what to resume; empty when a stream is to begin. */
        Optional<Frame.Resume> wanted();
    }

    private final ByteChannel channel;
    private final Stream stream;
    private final FrameReader reader = new FrameReader(this);
    private boolean attached;
    private boolean asked;

    Carrier(ByteChannel channel, Stream stream) {
        this.channel = requireNonNull(channel, "channel");
        this.stream = requireNonNull(stream, "stream");
    }

    ByteChannel channel() {
        return channel;
    }

    /** @return what came instead of the greeting; empty when it came */
    Optional<ByteBuffer> greeting() throws IOException {
        byte[] expected = FrameCodec.GREETING.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer line = ByteBuffer.allocate(expected.length);
        while (line.hasRemaining()) {
            if (channel.read(line) < 0) {
                if (line.position() == 0) {
                    throw new EOFException("it ended before the node's first word");
                }
                return Optional.of(line.flip());
            }
            for (int i = 0; i < line.position(); i++) {
                if (line.get(i) != expected[i]) {
                    return Optional.of(line.flip());
                }
            }
        }
        return Optional.empty();
    }

    void read(ByteBuffer bytes) throws IOException {
        reader.read(bytes);
    }

    @Override
    public void data(ByteBuffer part) throws IOException {
        // else it is the begin of a stream that was offered and is not wanted
        if (attached) {
            stream.data(part);
        }
    }

    @Override
    public void frame(Frame frame) throws IOException {
        if (attached) {
            stream.frame(frame);
            return;
        }
        switch (frame) {
            case Frame.Offer offer -> offered(offer);
            case Frame.Resumed resumed -> {
                if (!asked) {
                    throw new IOException("the agent resumes what nobody asked for");
                }
                attached = true;
                stream.resumed(this, resumed.received());
            }
            case Frame.Refused refused -> throw new SallyportException(ErrorCode.ACCESS_DENIED, refused.text());
            case Frame.Ack ack -> ignore(ack);
            case Frame.Eof eof -> ignore(eof);
            case Frame.Close close -> ignore(close);
            case Frame.Ping ping -> ignore(ping);
            case Frame.Pong pong -> ignore(pong);
            case Frame.Resume resume -> throw new IOException("the agent asks as if it were a client: " + resume);
        }
    }

    private void offered(Frame.Offer offer) throws IOException {
        Optional<Frame.Resume> wanted = stream.wanted();
        if (wanted.isEmpty()) {
            attached = true;
            stream.began(this, offer);
            return;
        }
        asked = true;
        ByteBuffer request = FrameCodec.encode(wanted.get());
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /** Of the stream that was offered and is not wanted. */
    private void ignore(Frame frame) throws IOException {
        if (!asked) {
            throw new IOException("the agent begins with " + frame.getClass().getSimpleName());
        }
    }
}
