package org.sallyport.session.recording;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/**
 * What recordings are written and sent on; it belongs to who makes it, and outlives them.
 *
 * @param writer for one task that lasts as long as they do and waits for the disk
 * @param tasks a thread for each task, which may block
 */
public record RecordingThreads(Executor writer, ExecutorService tasks) {
    public RecordingThreads {
        requireNonNull(writer, "writer");
        requireNonNull(tasks, "tasks");
    }
}
