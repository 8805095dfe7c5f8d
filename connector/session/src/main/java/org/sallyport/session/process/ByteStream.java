package org.sallyport.session.process;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/** A socket, or what stands for one: two directions, each of which ends by itself. Reading and writing block. */
public interface ByteStream extends Closeable {
    InputStream input();

    /** Closing it is the half-close. */
    OutputStream output();
}
