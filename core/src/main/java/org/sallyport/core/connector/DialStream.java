package org.sallyport.core.connector;

import java.io.InputStream;
import java.io.OutputStream;

/** A dialled stream; closing the output half-closes, closing the stream ends both directions. Blocking, bounded. */
public interface DialStream extends AutoCloseable {
    InputStream input();

    OutputStream output();

    String hostId();

    @Override
    void close();
}
