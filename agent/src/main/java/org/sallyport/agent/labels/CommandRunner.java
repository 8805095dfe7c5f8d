package org.sallyport.agent.labels;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sallyport.api.resource.Labels;

/** Runs one label's command, as the agent's own user, with bounded time and output. */
final class CommandRunner {
    static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 64 * 1024;

    private final Duration limit;

    CommandRunner(Duration limit) {
        this.limit = limit;
    }

    /** @return the first line of its output, trimmed, cut at the length of a label; failing is an IOException */
    String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .start();
        try {
            byte[] output = output(process);
            if (process.exitValue() != 0) {
                throw new IOException("exit code " + process.exitValue());
            }
            return firstLine(new String(output, StandardCharsets.UTF_8));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private byte[] output(Process process) throws IOException, InterruptedException {
        AtomicBoolean late = new AtomicBoolean();
        Thread watchdog = Thread.ofVirtual().start(() -> killWhenLate(process, late));
        try (InputStream in = process.getInputStream()) {
            byte[] output = in.readNBytes(MOST_BYTES + 1);
            if (output.length > MOST_BYTES) {
                throw new IOException("its output is longer than " + MOST_BYTES + " bytes");
            }
            // a shell whose child was killed may still end well
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) || late.get()) {
                throw new IOException("it took longer than " + limit.toSeconds() + " s");
            }
            return output;
        } finally {
            watchdog.interrupt();
        }
    }

    private void killWhenLate(Process process, AtomicBoolean late) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                late.set(true);
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // ended in time
            return;
        }
    }

    private static String firstLine(String output) {
        String line = output.lines().findFirst().orElse("").trim().replaceAll("\\p{Cntrl}", "");
        return line.length() > Labels.MAX_LENGTH ? line.substring(0, Labels.MAX_LENGTH) : line;
    }
}
