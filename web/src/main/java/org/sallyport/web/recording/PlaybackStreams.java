package org.sallyport.web.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.recording.EventOutput;
import org.sallyport.core.recording.Playback;
import org.sallyport.core.recording.RecordedEvent;

/** Recordings on their way to clients, a segment in memory at a time; each holds a thread, so their number is bounded. */
@ApplicationScoped
public class PlaybackStreams {
    static final int MOST = 32;
    private static final int BUFFER = 64 * 1024;

    private final Semaphore places = new Semaphore(MOST);

    /** Begins a document: writes what stands before the events, if anything does. */
    @FunctionalInterface
    interface Form {
        EventOutput begin(OutputStream out) throws IOException;
    }

    /** The whole recording in this form. */
    StreamingOutput whole(Playback playback, Form form) {
        return streaming(playback, -1, out -> {
            Document document = new Document(form.begin(out));
            try {
                playback.play(-1, Integer.MAX_VALUE, document);
            } catch (SallyportException brokenOff) {
                if (document.last >= 0) {
                    // the reader has the beginning already and must not take it for all
                    document.brokenOff(brokenOff.userMessage());
                    out.flush();
                }
                throw brokenOff;
            }
        });
    }

    private static final class Document implements Playback.Sink {
        private final EventOutput events;
        private int last = -1;
        private long lastMicros;

        Document(EventOutput events) {
            this.events = events;
        }

        @Override
        public void event(RecordedEvent event) throws IOException {
            lastMicros = event.atMicros();
            events.write(event);
        }

        @Override
        public void played(int number) {
            last = number;
        }

        void brokenOff(String why) throws IOException {
            events.write(RecordedEvent.of(lastMicros, RecordedEvent.MARKER, "recording: it broke off here: " + why));
        }
    }

    /** What keeps it from beginning is thrown here, where it still becomes the answer. */
    StreamingOutput streaming(Playback playback, int after, StreamingOutput work) {
        if (places.availablePermits() == 0) {
            throw tooMany();
        }
        playback.fetchFirst(after);
        return out -> {
            if (!places.tryAcquire()) {
                throw tooMany();
            }
            try {
                // not closed when it fails: what waits in the buffer would go out, and with it that all is well
                BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER);
                work.write(buffered);
                buffered.flush();
            } finally {
                places.release();
            }
        };
    }

    private static SallyportException tooMany() {
        return new SallyportException(
                ErrorCode.TOO_MANY_SESSIONS,
                "REST: " + MOST + " recordings are being read at the moment; try again when one is done");
    }
}
