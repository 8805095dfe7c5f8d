package org.sallyport.cli.events;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.sallyport.api.audit.AuditEvent;

/** JSON lines to a pipe or terminal. Delivered means handed to the other process, which may still lose them. */
final class StreamSink implements EventSink {
    private final OutputStream out;

    StreamSink(OutputStream out) {
        this.out = out;
    }

    @Override
    public String name() {
        return "standard output";
    }

    @Override
    public void deliver(List<AuditEvent> events) throws IOException {
        out.write(FileSink.lines(events));
        out.flush();
    }
}
