package org.sallyport.session.resume;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.sallyport.core.resume.Frame;
import org.sallyport.core.resume.FrameCodec;
import org.sallyport.core.resume.FrameReader;
import org.sallyport.core.resume.FrameSink;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.dial.DialStream;
import org.sallyport.session.messages.SessionMessages;

/** One dialled stream, and the resumable stream that it carries: the offered one, or from its first frame on another. */
final class Attachment implements DialReceiver, FrameSink {
    private final ResumeDesk desk;
    private final DialRequest request;
    private final DialStream stream;
    private final FrameReader reader = new FrameReader(this);
    private volatile ResumableStream carried;
    private volatile long heardAt;
    private boolean first = true;
    private int data;

    Attachment(ResumeDesk desk, DialRequest request, DialStream stream, ResumableStream offered) {
        this.desk = requireNonNull(desk, "desk");
        this.request = requireNonNull(request, "request");
        this.stream = requireNonNull(stream, "stream");
        this.carried = requireNonNull(offered, "offered");
        this.heardAt = desk.nanoTime();
    }

    DialRequest request() {
        return request;
    }

    DialStream stream() {
        return stream;
    }

    long heardAt() {
        return heardAt;
    }

    void carries(ResumableStream other) {
        carried = other;
    }

    CompletionStage<Void> write(ByteBuffer frame) {
        return stream.write(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining());
    }

    void refuse(String text) {
        SessionMessages.LOG.resumeRefused(request.caller(), request.clientAddress(), text);
        write(FrameCodec.encode(new Frame.Refused(text)));
        stream.close();
    }

    @Override
    public void received(byte[] bytes, int offset, int length) {
        ResumableStream to = carried;
        if (!to.beginInput(this)) {
            return;
        }
        heardAt = desk.nanoTime();
        data = 0;
        try {
            reader.read(ByteBuffer.wrap(bytes, offset, length));
            // the service gives back its own part
            stream.release(length - data);
        } catch (IOException e) {
            SessionMessages.LOG.linkBroken(request.caller(), request.clientAddress(), e.getMessage());
            carried.lost(this);
        } finally {
            to.endInput();
        }
    }

    @Override
    public void data(ByteBuffer part) throws IOException {
        first = false;
        data += part.remaining();
        carried.data(part);
    }

    @Override
    public void frame(Frame frame) throws IOException {
        boolean begins = first;
        first = false;
        if (begins && frame instanceof Frame.Resume resume) {
            desk.resume(this, carried, resume);
        } else {
            carried.heard(frame);
        }
    }

    /** A client that is done says CLOSE in a frame; this is how a connection breaks. */
    @Override
    public void inputEnded() {
        carried.lost(this);
    }

    @Override
    public void closed() {
        carried.lost(this);
    }
}
