package org.sallyport.agent.ssh.transport;

import java.nio.ByteBuffer;
import org.apache.sshd.common.io.AbstractIoWriteFuture;

/** One packet on its way out. */
final class StreamWrite extends AbstractIoWriteFuture {
    private final ByteBuffer data;

    StreamWrite(Object id, ByteBuffer data) {
        super(id, null);
        this.data = data;
    }

    ByteBuffer data() {
        return data;
    }

    void done(Throwable failure) {
        setValue(failure == null ? Boolean.TRUE : failure);
    }
}
