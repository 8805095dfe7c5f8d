package org.sallyport.transport;

import java.io.EOFException;
import java.io.IOException;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.threads.ThreadUtils;

/**
 * Keeps CLOSE a channel's last packet (RFC 4254 section 5.3). MINA answers a peer's CLOSE on the thread that reads it,
 * while others may be about to send data, EOF or a status; OpenSSH ends the whole connection, with all its channels, at
 * a packet for a channel that is closed.
 */
public final class LastPacket {
    /** MINA's own writing. */
    public interface Write {
        IoWriteFuture write() throws IOException;
    }

    private boolean closing;

    /** A packet other than CLOSE: written now, or never. */
    public IoWriteFuture write(Object id, Write packet) throws IOException {
        synchronized (this) {
            if (!closing) {
                // as an internal thread: while keys are exchanged packets are queued, so that nobody waits in here
                return ThreadUtils.runAsInternal(packet, Write::write);
            }
        }
        return AbstractIoWriteFuture.fulfilled(id, new EOFException("the channel is closed"));
    }

    /** Right before CLOSE is sent. */
    public void close() {
        synchronized (this) {
            closing = true;
        }
    }
}
