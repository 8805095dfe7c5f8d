package org.sallyport.tests.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One command to run on a {@link Host}: words, environment, standard input. */
public final class Command {
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private byte[] input = new byte[0];
    private Path directory = Path.of("/");
    private Duration limit = Duration.ofSeconds(60);

    private Command(List<String> words) {
        this.words.addAll(words);
    }

    static Command on(Host host, List<String> words) {
        List<String> all = new ArrayList<>(host.prefix());
        all.addAll(words);
        return new Command(all);
    }

    public Command with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Command with(Map<String, String> values) {
        environment.putAll(values);
        return this;
    }

    public Command input(byte[] bytes) {
        input = bytes.clone();
        return this;
    }

    public Command in(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    /** Past this the command is killed and the run fails: a hang must not become a passed test. */
    public Command within(Duration time) {
        limit = time;
        return this;
    }

    /** Starts it for the caller to talk to; its output goes to the file. */
    public Process start(Path log) {
        try {
            return builder()
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it with all three streams as pipes. */
    public Process pipe() {
        try {
            return builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end. */
    public Result run() {
        Process process = pipe();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Thread outReader = Thread.ofVirtual().start(() -> drain(process.getInputStream(), out));
        Thread errReader = Thread.ofVirtual().start(() -> drain(process.getErrorStream(), err));
        Thread.ofVirtual().start(() -> feed(process));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("no end within " + limit + ": " + words + "\nstdout: "
                        + out.toString(StandardCharsets.UTF_8) + "\nstderr: " + err.toString(StandardCharsets.UTF_8));
            }
            outReader.join(5000);
            errReader.join(5000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new Result(words, process.exitValue(), out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    private void feed(Process process) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input);
        } catch (IOException e) {
            // the command ended without reading everything, which is its right
        }
    }

    private static void drain(InputStream from, ByteArrayOutputStream to) {
        try (from) {
            from.transferTo(to);
        } catch (IOException e) {
            // closed with the process
        }
    }

    /** How it ended. */
    public record Result(List<String> command, int exitCode, byte[] stdout, String stderr) {
        public String out() {
            return new String(stdout, StandardCharsets.UTF_8);
        }

        /** Both streams, for messages that may stand on either. */
        public String all() {
            return out() + stderr;
        }

        public Result succeeded() {
            if (exitCode != 0) {
                throw new AssertionError(this.toString());
            }
            return this;
        }

        @Override
        public String toString() {
            return "exit " + exitCode + " of " + command + "\nstdout: " + out() + "\nstderr: " + stderr;
        }
    }
}
