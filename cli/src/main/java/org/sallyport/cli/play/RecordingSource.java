package org.sallyport.cli.play;

import java.io.IOException;
import java.util.Optional;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.core.recording.RecordedEvent;

/** Where a recording's events come from, in order. */
interface RecordingSource extends AutoCloseable {
    RecordingInfo info() throws IOException;

    /** @return empty when there is no more, or for {@link #live} ones: not yet */
    Optional<RecordedEvent> next() throws IOException;

    /** Whether more may come behind what there is now. */
    boolean live();

    /** Begins anew. */
    void restart() throws IOException;

    @Override
    void close() throws IOException;
}
