package org.sallyport.cli.play;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** The terminal that this program runs in, with keys coming one by one; as it was again when this is closed. */
final class Terminal implements Pace, AutoCloseable {
    private static final File TTY = new File("/dev/tty");

    private final String before;
    private final BlockingQueue<Key> keys = new LinkedBlockingQueue<>();
    private final Thread restorer;

    private Terminal(String before) {
        this.before = before;
        this.restorer = new Thread(this::restore);
    }

    /** @throws SallyportException UNSUPPORTED when there is none */
    static Terminal open() {
        Terminal terminal = new Terminal(stty("-g").strip());
        stty("-icanon", "-echo");
        // also when the viewer ends it by Ctrl-C
        Runtime.getRuntime().addShutdownHook(terminal.restorer);
        Thread.ofVirtual().name("keys").start(terminal::listen);
        return terminal;
    }

    private void listen() {
        try (InputStream in = new FileInputStream(TTY)) {
            KeyDecoder decoder = new KeyDecoder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                decoder.next((char) c).ifPresent(keys::add);
            }
        } catch (IOException gone) {
            // plays on without keys
        }
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Optional<Key> await(long nanos) {
        try {
            return Optional.ofNullable(keys.poll(nanos, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(Key.QUIT);
        }
    }

    private void restore() {
        stty(before);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(restorer);
        restore();
    }

    private static String stty(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(TTY)
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (process.waitFor() == 0) {
                return answer;
            }
            throw unusable(answer.strip(), null);
        } catch (IOException e) {
            throw unusable(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unusable("interrupted", e);
        }
    }

    private static SallyportException unusable(String why, Exception cause) {
        return new SallyportException(
                ErrorCode.UNSUPPORTED,
                "cli: this terminal cannot be used to play (" + why + "); print it by --format=text",
                "",
                cause);
    }
}
