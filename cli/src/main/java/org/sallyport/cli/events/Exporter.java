package org.sallyport.cli.events;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.Page;

/**
 * Carries events from the log to the sink, a page at a time, until it is asked to end. The cursor is durable only after
 * the sink has the page: a crash in between repeats the page and loses nothing. What fails is tried again for ever.
 */
final class Exporter {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Somebody may log in again at any time. */
    private static final Duration LOGIN_PAUSE = Duration.ofSeconds(5);

    private final EventSource source;
    private final EventSink sink;
    private final CursorFile cursor;
    private final Stop stop;
    private final Duration idle;
    private final Consumer<String> tell;
    private String trouble = "";
    private Duration pause = FIRST_PAUSE;

    /** @param idle between two looks at a log that has nothing new */
    Exporter(EventSource source, EventSink sink, CursorFile cursor, Stop stop, Duration idle, Consumer<String> tell) {
        this.source = source;
        this.sink = sink;
        this.cursor = cursor;
        this.stop = stop;
        this.idle = idle;
        this.tell = tell;
    }

    void run() {
        String after = cursor.read();
        while (!stop.asked()) {
            try {
                Page<AuditEvent> page = source.next(after);
                if (page.nextCursor().equals(after)) {
                    well();
                    stop.within(idle);
                } else {
                    deliver(page.items());
                    cursor.write(page.nextCursor());
                    after = page.nextCursor();
                    well();
                }
            } catch (SallyportException refusal) {
                // the server's words name the layer
                wait(refusal.userMessage(), refusal.code() == ErrorCode.NOT_LOGGED_IN);
            } catch (IOException failure) {
                wait(sink.name() + ": " + words(failure), false);
            }
        }
    }

    private void deliver(List<AuditEvent> events) throws IOException {
        if (!events.isEmpty()) {
            sink.deliver(events);
        }
    }

    private void well() {
        if (!trouble.isEmpty()) {
            tell.accept("events are exported again");
        }
        trouble = "";
        pause = FIRST_PAUSE;
    }

    /** One line for each change of the cause, not for each attempt. */
    private void wait(String cause, boolean login) {
        if (!cause.equals(trouble) && !stop.asked()) {
            trouble = cause;
            tell.accept(cause + " (nothing is lost; trying again)");
        }
        Duration next = login ? LOGIN_PAUSE : pause;
        // several exporters that lost the same server do not come back all at once
        stop.within(
                next.multipliedBy(ThreadLocalRandom.current().nextInt(75, 126)).dividedBy(100));
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private static String words(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
