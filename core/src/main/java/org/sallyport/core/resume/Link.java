package org.sallyport.core.resume;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One end of a stream that lives on while the connection under it changes. Does no input or output: the owner takes
 * {@link #next} as fast as the connection takes it, hands in what a {@link FrameReader} finds, and guards all of it with
 * one lock.
 */
public final class Link {
    private static final int ACK_AFTER = 128 * 1024;
    /** On slow networks too, the other end hears from this one at least so often while data comes. */
    private static final long ACK_WITHIN = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final ReplayBuffer output;
    private boolean attached;
    private boolean outputEnded;
    private boolean eofWritten;
    private boolean closing;
    private boolean closeWritten;

    private long received;
    private long told;
    private long toldAt;
    private boolean inputEnded;
    private boolean peerClosed;
    private boolean ackDue;
    private boolean pingDue;
    private boolean pongDue;

    public Link(ReplayBudget.Share share, LongSupplier nanoTime) {
        this.output = new ReplayBuffer(requireNonNull(share, "share"));
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
        this.toldAt = nanoTime.getAsLong();
    }

    // --- what this end says

    /** Copies it, also while there is no connection; the caller is to stop when {@link #isFull}. */
    public void send(ByteBuffer data) {
        if (outputEnded) {
            throw new IllegalStateException("nothing follows the end");
        }
        output.append(data);
    }

    public boolean isFull() {
        return output.isFull();
    }

    /** Bytes given to {@link #send} so far. */
    public long given() {
        return output.end();
    }

    /** Bytes that {@link #next} handed out on this connection or that the other end has. */
    public long written() {
        return output.next();
    }

    public boolean isOutputEnded() {
        return outputEnded;
    }

    /** Half-close. */
    public void endOutput() {
        outputEnded = true;
    }

    /** The end of both directions, after what was given. */
    public void close() {
        outputEnded = true;
        closing = true;
    }

    /** Ask for a sign of life. */
    public void ping() {
        pingDue = true;
    }

    /** Tell how much has come, when that is not known yet. */
    public void acknowledge() {
        ackDue |= received > told;
    }

    /** The next frame for the connection, in order; empty when there is none now or no connection. */
    public Optional<ByteBuffer> next() {
        if (!attached || closeWritten) {
            return Optional.empty();
        }
        if (ackDue || pingDue || pongDue) {
            return Optional.of(signal());
        }
        Optional<ByteBuffer> data = output.take();
        if (data.isPresent()) {
            return data;
        }
        if (closing) {
            closeWritten = true;
            return Optional.of(FrameCodec.encode(new Frame.Close(output.end())));
        }
        if (outputEnded && !eofWritten) {
            eofWritten = true;
            return Optional.of(FrameCodec.encode(new Frame.Eof(output.end())));
        }
        return Optional.empty();
    }

    private ByteBuffer signal() {
        if (ackDue) {
            ackDue = false;
            told = received;
            toldAt = nanoTime.getAsLong();
            return FrameCodec.encode(new Frame.Ack(received));
        }
        if (pongDue) {
            pongDue = false;
            return FrameCodec.encode(new Frame.Pong());
        }
        pingDue = false;
        return FrameCodec.encode(new Frame.Ping());
    }

    // --- the connection

    /** A connection for a stream that begins. */
    public void begin() {
        attached = true;
    }

    /**
     * A connection for a stream that goes on: everything after what the other end has is said again.
     *
     * @throws BrokenLinkException when that cannot be, nothing is changed then
     */
    public void resume(long peerReceived) throws BrokenLinkException {
        output.rewind(peerReceived);
        attached = true;
        eofWritten = false;
        closeWritten = false;
        // the greeting said how much has come
        told = received;
        ackDue = false;
        pingDue = false;
        pongDue = false;
    }

    public void lost() {
        attached = false;
    }

    /** Gives the memory back. */
    public void discard() {
        attached = false;
        outputEnded = true;
        output.clear();
    }

    // --- what the other end says

    public long received() {
        return received;
    }

    /** Data that was handed on to whom it is for. */
    public void taken(int bytes) throws BrokenLinkException {
        if (inputEnded || peerClosed) {
            throw new BrokenLinkException("data after the end");
        }
        received += bytes;
        long unsaid = received - told;
        if (unsaid >= ACK_AFTER || nanoTime.getAsLong() - toldAt >= ACK_WITHIN) {
            ackDue = true;
        }
    }

    /** @return whether it is the first news of the end of input */
    public boolean heard(Frame frame) throws BrokenLinkException {
        return switch (frame) {
            case Frame.Ack ack -> {
                output.acknowledge(ack.received());
                yield false;
            }
            case Frame.Ping ping -> {
                pongDue = true;
                acknowledge();
                yield false;
            }
            case Frame.Pong pong -> false;
            case Frame.Eof eof -> ended(eof.sent());
            case Frame.Close close -> {
                boolean first = ended(close.sent());
                peerClosed = true;
                yield first;
            }
            case Frame.Offer offer -> throw unexpected(offer);
            case Frame.Resume resume -> throw unexpected(resume);
            case Frame.Resumed resumed -> throw unexpected(resumed);
            case Frame.Refused refused -> throw unexpected(refused);
        };
    }

    private boolean ended(long count) throws BrokenLinkException {
        if (count != received) {
            throw new BrokenLinkException("ended after " + count + " bytes, of which " + received + " came");
        }
        boolean first = !inputEnded;
        inputEnded = true;
        return first;
    }

    private static BrokenLinkException unexpected(Frame frame) {
        return new BrokenLinkException("no place for " + frame.getClass().getSimpleName());
    }

    /** The other end has closed: nothing more is owed to it. */
    public boolean isPeerClosed() {
        return peerClosed;
    }

    /** {@link #close} was called and told on this connection. */
    public boolean isCloseWritten() {
        return closeWritten;
    }
}
