package org.sallyport.core.resume;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes what a {@link FrameReader} finds. */
public interface FrameSink {
    /** Part of the data, in order; the buffer is only valid during the call, which has to take all of it. */
    void data(ByteBuffer part) throws IOException;

    void frame(Frame frame) throws IOException;
}
