package org.sallyport.session.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.dial.DialStream;

/**
 * A dialled stream in the place of MINA's socket. What comes in is handled on the thread that brings it once the SSH
 * session is settled (no hop, no copy); before that, and during a key exchange, on the executor, so that signatures
 * and Diffie-Hellman never hold up the tunnel that all streams share. Bytes are released when the session consumed
 * them.
 */
final class StreamSession extends AbstractCloseable implements IoSession, DialReceiver {
    private final long id;
    private final DialStream stream;
    private final InetSocketAddress remote;
    private final StreamService service;
    private final IoHandler handler;
    private final Executor executor;
    private final Settled settled;
    private final Outflow outflow = new Outflow();
    private final StreamWriter writer;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();
    private final Queue<Runnable> inbound = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    /** Whether a message may be handled on the tunnel's own thread. */
    interface Settled {
        boolean test(IoSession session);
    }

    StreamSession(
            long id,
            DialStream stream,
            InetSocketAddress remote,
            StreamService service,
            IoHandler handler,
            Executor executor,
            Settled settled) {
        this.id = id;
        this.stream = stream;
        this.remote = remote;
        this.service = service;
        this.handler = handler;
        this.executor = executor;
        this.settled = settled;
        this.writer = new StreamWriter(stream, outflow, this::failed);
    }

    Outflow outflow() {
        return outflow;
    }

    /** Sends our identification; bytes that come meanwhile queue up behind it. */
    void begin() {
        inOrder(() -> {
            try {
                handler.sessionCreated(this);
            } catch (Exception e) {
                failed(e);
            }
        });
    }

    @Override
    public void received(byte[] data, int offset, int length) {
        if (pending.get() == 0 && settled.test(this)) {
            handle(new ByteArrayBuffer(data, offset, length));
        } else {
            Buffer copy = new ByteArrayBuffer(length, false);
            copy.putRawBytes(data, offset, length);
            inOrder(() -> handle(copy));
        }
    }

    @Override
    public void inputEnded() {
        // as for a socket: SSH has no use for half a connection
        inOrder(() -> close(true));
    }

    @Override
    public void resumed(DialRequest request, Duration gap) {
        service.resumed(this, request, gap);
    }

    @Override
    public void closed() {
        inOrder(() -> close(true));
    }

    private void inOrder(Runnable step) {
        inbound.add(step);
        if (pending.getAndIncrement() == 0) {
            executor.execute(() -> {
                do {
                    inbound.remove().run();
                } while (pending.decrementAndGet() > 0);
            });
        }
    }

    private void handle(Buffer message) {
        int length = message.available();
        if (isClosing()) {
            stream.release(length);
            return;
        }
        try {
            handler.messageReceived(this, message);
            stream.release(length);
        } catch (Exception | StackOverflowError e) {
            failed(e);
        }
    }

    private void failed(Throwable cause) {
        if (!isClosed()) {
            try {
                handler.exceptionCaught(this, cause);
            } catch (Exception e) {
                cause.addSuppressed(e);
            }
        }
        close(true);
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        StreamWrite write = new StreamWrite(remote, ByteBuffer.wrap(buffer.array(), buffer.rpos(), buffer.available()));
        if (isClosing()) {
            write.done(new ClosedChannelException());
            return write;
        }
        writer.add(write);
        return write;
    }

    @Override
    protected CloseFuture doCloseGracefully() {
        return builder().when(this, writer.unfinished()).build().close(false);
    }

    @Override
    protected void doCloseImmediately() {
        outflow.end();
        writer.abort(new ClosedChannelException());
        stream.close();
        super.doCloseImmediately();
        try {
            handler.sessionClosed(this);
        } catch (Exception e) {
            log.debug("session {} closed, its handler failed", id, e);
        }
        service.getManagedSessions().remove(id);
    }

    @Override
    public long getId() {
        return id;
    }

    @Override
    public Object getAttribute(Object key) {
        return attributes.get(key);
    }

    @Override
    public Object setAttribute(Object key, Object value) {
        return attributes.put(key, value);
    }

    @Override
    public Object setAttributeIfAbsent(Object key, Object value) {
        return attributes.putIfAbsent(key, value);
    }

    @Override
    public Object removeAttribute(Object key) {
        return attributes.remove(key);
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return remote;
    }

    /** The stream has no address of its own; MINA and SSH_CONNECTION want one. */
    @Override
    public SocketAddress getLocalAddress() {
        return new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 22);
    }

    @Override
    public SocketAddress getAcceptanceAddress() {
        return null;
    }

    @Override
    public IoService getService() {
        return service;
    }

    @Override
    public void shutdownOutputStream() throws IOException {
        close(false);
    }

    @Override
    public void suspendRead() {
        throw new UnsupportedOperationException("the inner session bounds its input by its channels' windows");
    }

    @Override
    public void resumeRead() {}

    @Override
    public String toString() {
        return "StreamSession[" + id + " from " + remote + "]";
    }
}
