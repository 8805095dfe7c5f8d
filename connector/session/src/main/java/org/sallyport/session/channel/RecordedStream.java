package org.sallyport.session.channel;

import static java.util.Objects.requireNonNull;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.sallyport.api.error.SallyportException;

/** Bytes on their way, recorded before they are passed on: nobody sees, and no process gets, what was not recorded. */
final class RecordedStream extends FilterOutputStream {
    /** Where it is recorded. */
    @FunctionalInterface
    interface Sink {
        /** @throws SallyportException when the session must not go on without */
        void record(byte[] data, int offset, int length);
    }

    private final Sink sink;

    RecordedStream(OutputStream to, Sink sink) {
        super(to);
        this.sink = requireNonNull(sink, "sink");
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        try {
            sink.record(data, offset, length);
        } catch (SallyportException e) {
            throw new IOException(e.userMessage(), e);
        }
        out.write(data, offset, length);
    }
}
