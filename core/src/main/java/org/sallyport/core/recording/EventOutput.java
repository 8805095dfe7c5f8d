package org.sallyport.core.recording;

import java.io.IOException;

/** Something that a recording's events are written to, in one of the forms that there are. */
@FunctionalInterface
public interface EventOutput {
    void write(RecordedEvent event) throws IOException;
}
