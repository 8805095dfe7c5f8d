package org.sallyport.cli.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Two directions between a connection and this process's standard streams; everything blocks. */
final class Pump {
    private static final int BUFFER = 64 * 1024;

    private final ByteChannel connection;
    private final ReadableByteChannel in;
    private final WritableByteChannel out;
    private volatile boolean inputEnded;

    Pump(ByteChannel connection, ReadableByteChannel in, WritableByteChannel out) {
        this.connection = connection;
        this.in = in;
        this.out = out;
    }

    /** What was read of the connection already. */
    Pump begin(ByteBuffer read) throws IOException {
        while (read.hasRemaining()) {
            out.write(read);
        }
        return this;
    }

    /**
     * Runs until the connection ends, or until standard input does: then its user is gone, and what it did not read is
     * of no use.
     *
     * @return exit code
     */
    int run() throws IOException {
        Thread.ofPlatform().daemon().name("up").start(this::up);
        try {
            copy(connection, out);
            return 0;
        } catch (IOException e) {
            if (inputEnded) {
                return 0;
            }
            throw e;
        }
    }

    private void up() {
        try {
            copy(in, connection);
            inputEnded = true;
            connection.close();
        } catch (IOException e) {
            // the other direction meets the same broken connection, and tells of it
            return;
        }
    }

    private static void copy(ReadableByteChannel from, WritableByteChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        while (from.read(buffer) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
            buffer.clear();
        }
    }
}
