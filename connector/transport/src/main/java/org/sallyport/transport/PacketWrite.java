package org.sallyport.transport;

import java.nio.ByteBuffer;
import org.apache.sshd.common.io.AbstractIoWriteFuture;

/** Encrypted bytes on their way out. */
final class PacketWrite extends AbstractIoWriteFuture {
    private final ByteBuffer data;

    PacketWrite(Object id, ByteBuffer data) {
        super(id, null);
        this.data = data;
    }

    ByteBuffer data() {
        return data;
    }

    void written() {
        setValue(Boolean.TRUE);
    }

    void failed(Throwable cause) {
        setValue(cause);
    }
}
