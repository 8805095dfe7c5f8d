package org.sallyport.session.resume;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.resume.Frame;
import org.sallyport.core.resume.FrameCodec;
import org.sallyport.core.resume.FrameReader;
import org.sallyport.core.resume.FrameSink;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.dial.DialStream;

/** A dialled stream with the client's end of it; writes complete at once unless it is held. */
final class FakeDial implements DialStream, FrameSink {
    final DialRequest request;
    final ByteArrayOutputStream data = new ByteArrayOutputStream();
    final List<Frame> frames = new ArrayList<>();
    final List<CompletableFuture<Void>> pending = new ArrayList<>();
    final FrameReader reader = new FrameReader(this);
    DialReceiver receiver;
    String line = "";
    long released;
    boolean held;
    boolean gone;

    FakeDial(String caller, String address, boolean resumable) {
        this.request = new DialRequest(ServiceType.SSH, "node", caller, address, "", resumable);
    }

    FakeDial dial(ResumeDesk desk) {
        receiver = desk.accept(request, this);
        return this;
    }

    Frame.Offer offer() {
        return (Frame.Offer) frames.getFirst();
    }

    Frame last() {
        return frames.getLast();
    }

    void say(Frame frame) {
        say(FrameCodec.encode(frame));
    }

    void say(ByteBuffer bytes) {
        receiver.received(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    void sayData(byte[] bytes) {
        say(ByteBuffer.allocate(5 + bytes.length)
                .put((byte) 5)
                .putInt(bytes.length)
                .put(bytes)
                .flip());
    }

    /** The connection is gone. */
    void cut() {
        gone = true;
        receiver.closed();
    }

    @Override
    public CompletionStage<Void> write(byte[] bytes, int offset, int length) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (gone) {
            done.completeExceptionally(new EOFException("gone"));
            return done;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        int greeting = FrameCodec.GREETING.length();
        if (request.resumable() && line.isEmpty()) {
            line = new String(bytes, offset, greeting, StandardCharsets.US_ASCII);
            in.position(offset + greeting);
        }
        try {
            if (request.resumable()) {
                reader.read(in);
            } else {
                data.write(bytes, offset, length);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        if (held) {
            pending.add(done);
        } else {
            done.complete(null);
        }
        return done;
    }

    @Override
    public void data(ByteBuffer part) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        data.writeBytes(bytes);
    }

    @Override
    public void frame(Frame frame) {
        frames.add(frame);
    }

    @Override
    public void endOutput() {
        throw new AssertionError("half-close is a frame");
    }

    @Override
    public void release(int bytes) {
        released += bytes;
    }

    @Override
    public void close() {
        gone = true;
    }

    @Override
    public void abort() {
        gone = true;
    }
}
