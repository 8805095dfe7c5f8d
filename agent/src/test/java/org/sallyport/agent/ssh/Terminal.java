package org.sallyport.agent.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A stock ssh with a terminal, as somebody sits at it: types, and sees what comes on both streams. */
final class Terminal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final OutputStream keys;
    private final StringBuffer shown = new StringBuffer();
    private volatile boolean reading = true;

    /** @param options of the client, without {@code ssh} */
    Terminal(List<String> options, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("ssh", "-tt"));
        line.addAll(options);
        line.addAll(List.of(arguments));
        this.process = new ProcessBuilder(line).redirectErrorStream(true).start();
        this.keys = process.getOutputStream();
        Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        byte[] buffer = new byte[8192];
        try (InputStream in = process.getInputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                shown.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                Await.until(Duration.ofMinutes(5), () -> reading);
            }
        } catch (IOException e) {
            // the process was ended by the test
            return;
        }
    }

    /** From now on nothing is read, so that the client's window fills. */
    void stopReading() {
        reading = false;
    }

    void readOn() {
        reading = true;
    }

    Terminal type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.ISO_8859_1));
        keys.flush();
        return this;
    }

    Terminal await(String text) {
        try {
            Await.until(PATIENCE, () -> shown.indexOf(text) >= 0);
        } catch (AssertionError e) {
            throw new AssertionError("'" + text + "' is not in: " + shown, e);
        }
        return this;
    }

    String shown() {
        return shown.toString();
    }

    /** @return its exit code */
    int ended() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("did not end: " + shown);
        }
        return process.exitValue();
    }

    boolean isLive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        reading = true;
        process.destroyForcibly();
    }
}
