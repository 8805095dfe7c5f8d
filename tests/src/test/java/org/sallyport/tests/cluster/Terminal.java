package org.sallyport.tests.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program that somebody sits at: types, and sees what comes on both streams. */
public final class Terminal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final OutputStream keys;
    private final StringBuffer shown = new StringBuffer();
    private volatile boolean reading = true;

    private Terminal(Process process) {
        this.process = process;
        this.keys = process.getOutputStream();
        Thread.ofVirtual().start(() -> read(process.getInputStream()));
        Thread.ofVirtual().start(() -> read(process.getErrorStream()));
    }

    /** @param command e.g. an ssh with {@code -tt} */
    public static Terminal at(Command command) {
        return new Terminal(command.pipe());
    }

    private void read(InputStream stream) {
        byte[] buffer = new byte[8192];
        try (stream) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                shown.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                while (!reading) {
                    LockSupport.parkNanos(10_000_000);
                }
            }
        } catch (IOException e) {
            // ended with the process
            return;
        }
    }

    /** From now on nothing is read, until {@link #readOn}. */
    public void stopReading() {
        reading = false;
    }

    public void readOn() {
        reading = true;
    }

    public Terminal type(String text) {
        try {
            keys.write(text.getBytes(StandardCharsets.UTF_8));
            keys.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(shown(), e);
        }
    }

    public Terminal await(String text) {
        Await.until("'" + text + "' is shown", PATIENCE, () -> shown.indexOf(text) >= 0, this::shown);
        return this;
    }

    public String shown() {
        return "shown: " + shown;
    }

    /** @return its exit code */
    public int ended() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("did not end; " + shown());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        reading = true;
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
