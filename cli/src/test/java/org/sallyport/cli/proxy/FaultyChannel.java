package org.sallyport.cli.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** A connection that breaks, or falls silent, after so many bytes of both directions. */
final class FaultyChannel implements ByteChannel {
    private final SocketChannel channel;
    private final AtomicLong left;
    private final boolean silently;

    FaultyChannel(ByteChannel channel, long bytes, boolean silently) {
        this.channel = (SocketChannel) channel;
        this.left = new AtomicLong(bytes);
        this.silently = silently;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int most = (int) Math.min(target.remaining(), Math.max(1, left.get()));
        ByteBuffer part = target.slice(target.position(), most);
        int count = channel.read(part);
        while (count >= 0 && spent(count)) {
            // a black hole: what comes is not seen, until somebody closes
            count = channel.read(ByteBuffer.allocate(1000));
        }
        target.position(target.position() + Math.max(count, 0));
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int most = (int) Math.min(source.remaining(), Math.max(1, left.get()));
        if (spent(most)) {
            source.position(source.limit());
            return most;
        }
        int count = channel.write(source.slice(source.position(), most));
        source.position(source.position() + count);
        return count;
    }

    private boolean spent(int bytes) throws IOException {
        if (left.addAndGet(-bytes) > 0) {
            return false;
        }
        if (!silently) {
            channel.close();
            throw new IOException("cut");
        }
        return true;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
