package org.sallyport.session.transport;

import java.io.IOException;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;

/**
 * What one connection has queued to be sent. Clients open windows of megabytes for each channel, so without this a
 * client on a slow network could have us hold all of them. Who brings data, and may block, waits while there is
 * much; everything else passes.
 */
public final class Outflow {
    /** Bytes after which data waits: some round trips of a fast network, less than one channel's window. */
    static final long MOST = 1 << 20;

    private static final AttributeKey<Outflow> KEY = new AttributeKey<>();

    private long queued;
    private boolean over;

    Outflow() {}

    /** Blocks while much is queued; returns at once when the connection is over, where writing then fails. */
    public static void await(Session session) throws InterruptedException {
        Outflow outflow =
                session.getIoSession() instanceof StreamSession stream ? stream.outflow() : session.getAttribute(KEY);
        if (outflow != null) {
            outflow.await();
        }
    }

    /** From now on counts what is sent by {@link #sent}; streams that were dialled count by themselves. */
    public static void count(Session session) {
        if (!(session.getIoSession() instanceof StreamSession)) {
            Outflow outflow = new Outflow();
            session.setAttribute(KEY, outflow);
            session.addCloseFutureListener(closed -> outflow.end());
        }
    }

    /** Sends a packet of so many bytes. */
    @FunctionalInterface
    public interface Sending {
        IoWriteFuture send() throws IOException;
    }

    /** Counts a packet until it has left. */
    public static IoWriteFuture sent(Session session, int bytes, Sending sending) throws IOException {
        Outflow outflow = session.getAttribute(KEY);
        if (outflow == null) {
            return sending.send();
        }
        outflow.added(bytes);
        IoWriteFuture written;
        try {
            written = sending.send();
        } catch (IOException | RuntimeException e) {
            outflow.left(bytes);
            throw e;
        }
        if (written == null) {
            outflow.left(bytes);
        } else {
            written.addListener(done -> outflow.left(bytes));
        }
        return written;
    }

    synchronized void await() throws InterruptedException {
        while (queued >= MOST && !over) {
            wait();
        }
    }

    synchronized void added(int bytes) {
        queued += bytes;
    }

    synchronized void left(int bytes) {
        boolean full = queued >= MOST;
        queued -= bytes;
        if (full && queued < MOST) {
            notifyAll();
        }
    }

    synchronized void end() {
        over = true;
        notifyAll();
    }
}
