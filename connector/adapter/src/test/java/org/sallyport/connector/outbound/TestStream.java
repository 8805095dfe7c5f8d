package org.sallyport.connector.outbound;

import org.sallyport.connector.pipe.PipeEnd;
import org.sallyport.core.connector.DialStream;

/** Blocking streams at a test's end of a pipe. */
public final class TestStream {
    private final StreamEnd end = new StreamEnd();

    public PipeEnd end() {
        return end;
    }

    public DialStream open() {
        return end.open("test");
    }
}
