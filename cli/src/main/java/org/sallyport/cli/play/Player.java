package org.sallyport.cli.play;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sallyport.core.recording.RecordedEvent;

/** Shows a recording on a terminal as it happened, or as fast as asked, and listens to keys. */
final class Player {
    private static final long SEEK_MICROS = 5_000_000;
    private static final long FOLLOW_NANOS = 1_000_000_000;
    private static final double STEP = 1.5;
    private static final double SLOWEST = 0.1;
    private static final double FASTEST = 100;
    private static final String NOTE = "recording: ";
    /** RIS: what was shown before is no part of what is shown from the beginning on. */
    private static final byte[] CLEAR = ascii("\u001bc");
    /** Colours, cursor and screen as they are without the recording. */
    private static final byte[] LEAVE = ascii("\u001b[0m\u001b[?25h\u001b[?1049l\u001b[?2004l\u001b[?1000l\r\n");

    private final RecordingSource source;
    private final Pace pace;
    private final OutputStream screen;
    private final Settings settings;
    private double speed;
    /** Of the recording. */
    private long now;

    private boolean paused;
    private boolean over;
    private boolean back;

    /**
     * @param speed 2 is twice as fast
     * @param idleMicros the longest that nothing happens
     * @param fromMicros where to begin
     * @param follow whether to wait for more of a live one
     */
    record Settings(double speed, long idleMicros, long fromMicros, boolean follow) {}

    Player(RecordingSource source, Pace pace, OutputStream screen, Settings settings) {
        this.source = source;
        this.pace = pace;
        this.screen = screen;
        this.settings = settings;
        this.speed = settings.speed();
        this.now = settings.fromMicros();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    void play() throws IOException {
        try {
            while (!over) {
                Optional<RecordedEvent> event = source.next();
                if (event.isPresent()) {
                    reach(event.get().atMicros());
                    if (!over && !back) {
                        show(event.get());
                    }
                } else if (settings.follow() && source.live()) {
                    pace.await(FOLLOW_NANOS).ifPresent(this::press);
                } else {
                    over = true;
                }
                if (back) {
                    back = false;
                    source.restart();
                    screen.write(CLEAR);
                }
            }
        } finally {
            screen.write(LEAVE);
            screen.flush();
        }
    }

    /** Returns when it is time, or when a key changed what is to be done. */
    private void reach(long target) {
        if (target - now > settings.idleMicros()) {
            now = target - settings.idleMicros();
        }
        while (now < target && !over && !back) {
            long began = pace.nanos();
            Optional<Key> key = pace.await(paused ? Long.MAX_VALUE : (long) ((target - now) * 1000 / speed));
            if (!paused) {
                long passed = (long) ((pace.nanos() - began) / 1000 * speed);
                now = key.isEmpty() ? target : Math.min(target, now + passed);
            }
            key.ifPresent(this::press);
        }
    }

    private void press(Key key) {
        switch (key) {
            case PAUSE -> paused = !paused;
            case FORWARD -> now += SEEK_MICROS;
            case BACK -> {
                now = Math.max(0, now - SEEK_MICROS);
                back = true;
            }
            case FASTER -> speed = Math.min(FASTEST, speed * STEP);
            case SLOWER -> speed = Math.max(SLOWEST, speed / STEP);
            case QUIT -> over = true;
        }
    }

    private void show(RecordedEvent event) throws IOException {
        switch (event.code()) {
            case RecordedEvent.OUTPUT, RecordedEvent.ERROR -> screen.write(event.data());
            case RecordedEvent.MARKER -> {
                if (event.text().startsWith(NOTE)) {
                    screen.write(("\r\n[" + event.text() + "]\r\n").getBytes(StandardCharsets.UTF_8));
                }
            }
            default -> {
                // nothing to be seen
            }
        }
        screen.flush();
    }
}
