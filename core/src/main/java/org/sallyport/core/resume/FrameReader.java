package org.sallyport.core.resume;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sallyport.core.resume.FrameCodec.Type;

/** Takes one connection's bytes apart, however they are cut. Data is handed on without gathering or copying it. */
public final class FrameReader {
    private final FrameSink sink;
    private final ByteBuffer header = ByteBuffer.allocate(FrameCodec.HEADER);
    private final ByteBuffer payload = ByteBuffer.allocate(FrameCodec.MOST_TEXT);
    private Type type;
    private int dataLeft;

    public FrameReader(FrameSink sink) {
        this.sink = requireNonNull(sink, "sink");
    }

    /** Takes all of it. @throws BrokenLinkException when these are no frames */
    public void read(ByteBuffer in) throws IOException {
        while (in.hasRemaining()) {
            if (dataLeft > 0) {
                data(in);
            } else if (type != null) {
                gather(in, payload);
            } else {
                gather(in, header);
                if (!header.hasRemaining()) {
                    begin();
                }
            }
            if (type != null && !payload.hasRemaining()) {
                end();
            }
        }
    }

    private void data(ByteBuffer in) throws IOException {
        int length = Math.min(dataLeft, in.remaining());
        ByteBuffer part = in.duplicate().limit(in.position() + length);
        in.position(in.position() + length);
        dataLeft -= length;
        sink.data(part);
    }

    private static void gather(ByteBuffer in, ByteBuffer target) {
        int length = Math.min(target.remaining(), in.remaining());
        target.put(in.duplicate().limit(in.position() + length));
        in.position(in.position() + length);
    }

    private void begin() throws BrokenLinkException {
        header.flip();
        int code = header.get();
        int length = header.getInt();
        header.clear();
        Type next = Type.of(code, length);
        if (next == Type.DATA) {
            dataLeft = length;
        } else {
            type = next;
            payload.clear().limit(length);
        }
    }

    private void end() throws IOException {
        Frame frame = FrameCodec.decode(type, payload.flip());
        type = null;
        sink.frame(frame);
    }
}
