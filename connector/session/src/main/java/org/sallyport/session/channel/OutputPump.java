package org.sallyport.session.channel;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.session.Session;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.transport.Outflow;

/** Carries what a process writes to its client, no faster than the client takes it and only while the session may run. */
final class OutputPump {
    private static final int CHUNK = 32 * 1024;

    /** Blocks while nothing may go out. */
    @FunctionalInterface
    interface Gate {
        void await() throws InterruptedException;
    }

    private final Session session;
    private final Gate gate;
    private final AtomicLong bytes = new AtomicLong();

    OutputPump(Session session, Gate gate) {
        this.session = requireNonNull(session, "session");
        this.gate = requireNonNull(gate, "gate");
    }

    /** How many went out. */
    long bytes() {
        return bytes.get();
    }

    /** Until either side ends. */
    void copy(InputStream from, OutputStream to) {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                if (!deliver(buffer, count, to)) {
                    // the client is gone: closing our end lets the process see a broken pipe
                    from.close();
                    return;
                }
            }
        } catch (IOException e) {
            // EIO is how a terminal says that the last process left it; a closed pipe has nothing more either
            SessionMessages.LOG.debugf(e, "output of a process ended");
        }
    }

    /** @return false when the client takes no more */
    boolean deliver(byte[] buffer, int count, OutputStream to) {
        try {
            gate.await();
            Outflow.await(session);
            to.write(buffer, 0, count);
            to.flush();
            bytes.addAndGet(count);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
