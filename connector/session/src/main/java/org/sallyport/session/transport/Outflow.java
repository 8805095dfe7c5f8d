package org.sallyport.session.transport;

import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.session.Session;

/**
 * What one connection has queued to be sent. Clients open windows of megabytes for each channel, so without this a
 * client on a slow network could have us hold all of them. Who brings data, and may block, waits while there is
 * much; everything else passes.
 */
public final class Outflow {
    /** Bytes after which data waits: some round trips of a fast network, less than one channel's window. */
    static final long MOST = 1 << 20;

    private long queued;
    private boolean over;

    Outflow() {}

    /** Blocks while much is queued; returns at once when the connection is over, where writing then fails. */
    public static void await(Session session) throws InterruptedException {
        IoSession io = session.getIoSession();
        if (io instanceof StreamSession stream) {
            stream.outflow().await();
        }
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
