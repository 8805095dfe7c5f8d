package org.sallyport.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connected socket on an {@link EventLoop}. */
final class SocketWire implements Wire, EventLoop.Ready {
    private static final Logger LOG = LoggerFactory.getLogger(SocketWire.class);

    private final EventLoop loop;
    private final SocketChannel socket;
    private final Cover cover;
    private final SocketAddress local;
    private final SocketAddress remote;
    private SelectionKey key;
    private User user;

    SocketWire(EventLoop loop, SocketChannel socket, Cover cover) throws IOException {
        this.loop = loop;
        this.socket = socket;
        this.cover = cover;
        this.local = socket.getLocalAddress();
        this.remote = socket.getRemoteAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public void begin(User told) throws IOException {
        user = told;
        key = loop.register(socket, 0, this);
    }

    @Override
    public void interest(boolean reading, boolean writing) {
        if (key == null) {
            return;
        }
        try {
            key.interestOps((reading ? SelectionKey.OP_READ : 0) | (writing ? SelectionKey.OP_WRITE : 0));
        } catch (CancelledKeyException e) {
            LOG.trace("{} was closed meanwhile", this, e);
        }
    }

    @Override
    public void ready(SelectionKey selected) throws IOException {
        if (selected.isWritable()) {
            user.writable();
        }
        if (selected.isReadable()) {
            user.readable();
        }
    }

    @Override
    public void failed(Throwable cause) {
        user.failed(cause);
    }

    @Override
    public ByteBuffer input() {
        return loop.input().clear();
    }

    @Override
    public ByteBuffer output() {
        return loop.output().clear();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return cover.read(target);
    }

    @Override
    public boolean more() {
        return cover.more();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return cover.write(source);
    }

    @Override
    public boolean flush() throws IOException {
        return cover.flush();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public void flushLater(User flushed) {
        loop.flushLater(flushed);
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (socket.isOpen()) {
            cover.shutdownOutput();
        }
    }

    @Override
    public void close() {
        try {
            cover.close();
        } catch (IOException e) {
            LOG.debug("{} did not close well", this, e);
        }
        loop.reap();
    }

    @Override
    public String toString() {
        return "SocketWire[local=" + local + ", remote=" + remote + "]";
    }
}
