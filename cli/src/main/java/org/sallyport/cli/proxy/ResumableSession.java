package org.sallyport.cli.proxy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.resume.BrokenLinkException;

/** One session from begin to end, over as many connections as it takes (docs/protocol/resume.md). */
final class ResumableSession {
    private static final long LONGEST_PAUSE = 3000;

    private final NodeDialer dialer;
    private final String address;
    private final Patience patience;
    private final PrintWriter err;
    private final RandomGenerator random;

    /** @param address what to call the other side */
    ResumableSession(NodeDialer dialer, String address, Patience patience, PrintWriter err, RandomGenerator random) {
        this.dialer = requireNonNull(dialer, "dialer");
        this.address = requireNonNull(address, "address");
        this.patience = requireNonNull(patience, "patience");
        this.err = requireNonNull(err, "err");
        this.random = requireNonNull(random, "random");
    }

    /** Blocks until it ends. @return exit code */
    int run(ReadableByteChannel in, WritableByteChannel out) throws IOException {
        ByteChannel channel = dialer.open();
        ResumablePump pump = new ResumablePump(
                in,
                out,
                patience,
                gap -> say("network: connection to " + address + " resumed after " + gap.toSeconds() + " s"));
        Carrier carrier = new Carrier(channel, pump);
        Optional<ByteBuffer> other = carrier.greeting();
        if (other.isPresent()) {
            // an agent that cannot do this: its first bytes belong to the client
            try (channel) {
                return new Pump(channel, in, out).begin(other.get()).run();
            }
        }
        Thread goodbye = Thread.ofPlatform().unstarted(pump::leave);
        Runtime.getRuntime().addShutdownHook(goodbye);
        pump.start();
        try {
            return run(pump, carrier);
        } catch (InterruptedException e) {
            // the user is gone
            return 0;
        } finally {
            pump.end();
            withoutHook(goodbye);
        }
    }

    private static void withoutHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it runs already
            return;
        }
    }

    private int run(ResumablePump pump, Carrier first) throws IOException, InterruptedException {
        Outage outage = new Outage(Duration.ZERO, patience.pause());
        Optional<Carrier> next = Optional.of(first);
        while (next.isPresent()) {
            int attachments = pump.attachments();
            try {
                if (pump.carry(next.get())) {
                    return 0;
                }
            } catch (BrokenLinkException e) {
                throw e;
            } catch (IOException e) {
                if (pump.isLeft()) {
                    return 0;
                }
                if (pump.attachments() == 0) {
                    throw e;
                }
                outage.cause = "network: " + e.getMessage();
            }
            if (pump.attachments() > attachments) {
                say("network: connection to " + address + " lost, trying to resume for "
                        + pump.kept().toSeconds() + " s");
                outage = new Outage(pump.kept(), patience.pause());
            }
            next = another(pump, outage);
        }
        return 0;
    }

    /** A time without a connection. */
    private static final class Outage {
        private final long end;
        private long pause;
        private String cause = "";

        Outage(Duration longest, Duration pause) {
            end = System.nanoTime() + longest.toNanos();
            this.pause = pause.toMillis();
        }

        boolean isOver() {
            return System.nanoTime() - end >= 0;
        }

        long nextPause(RandomGenerator random) {
            long now = pause / 2 + random.nextLong(pause);
            pause = Math.min(LONGEST_PAUSE, pause * 3 / 2);
            return now;
        }
    }

    /** @return a connection to go on with; empty when the user is gone */
    private Optional<Carrier> another(ResumablePump pump, Outage outage) throws InterruptedException {
        while (!pump.isLeft()) {
            pump.pause(outage.nextPause(random));
            if (outage.isOver()) {
                throw new SallyportException(
                        ErrorCode.PROXY_UNREACHABLE,
                        "network: the connection to " + address + " was lost and could not be resumed within "
                                + pump.kept().toSeconds() + " s; connect again (last: " + outage.cause + ")");
            }
            try {
                return Optional.of(new Carrier(dialer.open(), pump));
            } catch (SallyportException e) {
                // a server or an agent that is starting says all kinds of things; these two it means
                if (e.type() == ErrorType.UNAUTHENTICATED || e.type() == ErrorType.DENIED) {
                    throw e;
                }
                outage.cause = e.userMessage();
            }
        }
        return Optional.empty();
    }

    /** The terminal may be in raw mode: a line feed alone would not go back to the left. */
    private void say(String line) {
        err.print("sallyport: " + line + "\r\n");
        err.flush();
    }
}
