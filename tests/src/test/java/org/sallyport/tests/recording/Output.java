package org.sallyport.tests.recording;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.sallyport.core.recording.EventStreamReader;
import org.sallyport.core.recording.EventStreamReader.Item;
import org.sallyport.core.recording.RecordedEvent;
import org.sallyport.tests.cluster.Command;

/** How much a command printed, and what, without keeping it. */
record Output(long bytes, String sha256) {
    private static final int BUFFER = 1 << 16;

    /** What somebody reads from it. */
    @FunctionalInterface
    private interface Reading {
        void into(Sum sum) throws IOException;
    }

    /** A command's standard output as it is. */
    static Output of(Command command) {
        return of(command, in -> sum -> {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sum.add(buffer, read);
            }
        });
    }

    /** What a session printed, from {@code play --format=json}: there every byte of it is, also what is no text. */
    static Output replayed(Command play) {
        return of(play, in -> sum -> {
            try (EventStreamReader events = new EventStreamReader(in)) {
                while (events.next() instanceof Item item) {
                    if (item instanceof Item.Event one && one.event().code() == RecordedEvent.OUTPUT) {
                        sum.add(one.event().data(), one.event().data().length);
                    }
                }
            } catch (EOFException end) {
                // whether it is the end of all says the exit code
            }
        });
    }

    private static Output of(Command command, java.util.function.Function<InputStream, Reading> reading) {
        Process process = command.pipe();
        StringBuilder errors = new StringBuilder();
        Thread reader = Thread.ofVirtual()
                .start(() -> process.errorReader().lines().forEach(line -> errors.append(line)
                        .append('\n')));
        Sum sum = new Sum();
        try {
            process.getOutputStream().close();
            reading.apply(process.getInputStream()).into(sum);
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                throw new AssertionError("its output ended, and it did not");
            }
            reader.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("exit " + process.exitValue() + " after " + sum.bytes + " bytes: " + errors);
        }
        return new Output(sum.bytes, HexFormat.of().formatHex(sum.digest.digest()));
    }

    private static final class Sum {
        private final MessageDigest digest = sha256();
        private long bytes;

        void add(byte[] data, int length) {
            digest.update(data, 0, length);
            bytes += length;
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
