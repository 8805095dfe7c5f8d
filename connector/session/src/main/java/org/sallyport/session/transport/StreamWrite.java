package org.sallyport.session.transport;

import java.nio.ByteBuffer;
import org.apache.sshd.common.io.AbstractIoWriteFuture;

/** One packet on its way out. */
final class StreamWrite extends AbstractIoWriteFuture {
    private final ByteBuffer data;
    private final int size;

    StreamWrite(Object id, ByteBuffer data) {
        super(id, null);
        this.data = data;
        this.size = data.remaining();
    }

    ByteBuffer data() {
        return data;
    }

    /** Also after the data was taken out. */
    int size() {
        return size;
    }

    void done(Throwable failure) {
        setValue(failure == null ? Boolean.TRUE : failure);
    }
}
