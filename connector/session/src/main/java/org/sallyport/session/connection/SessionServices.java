package org.sallyport.session.connection;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Executor;
import org.sallyport.session.live.LiveBook;
import org.sallyport.session.process.Host;
import org.sallyport.session.recording.Recordings;

/**
 * What sessions are made with.
 *
 * @param threads for what blocks: reading a process's pipes, waiting for its end
 * @param streams a thread for each task: copying between streams and channels, connecting
 */
public record SessionServices(
        Host host, Executor threads, Executor streams, ChannelWindows windows, Recordings recordings, LiveBook book) {
    public SessionServices {
        requireNonNull(host, "host");
        requireNonNull(threads, "threads");
        requireNonNull(streams, "streams");
        requireNonNull(windows, "windows");
        requireNonNull(recordings, "recordings");
        requireNonNull(book, "book");
    }
}
