package org.sallyport.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.ThreadUtils;

/**
 * A connection over a {@link Wire}. What arrives is handled on the wire's thread once the SSH session is settled; before
 * that, and during a key exchange, on the executor for what may block, and nothing is read meanwhile.
 */
final class LoopSession extends AbstractCloseable implements IoSession, Wire.User {
    /** Handed over at a time: MINA's decoder buffer grows to what it is given and never shrinks. */
    private static final int SLICE = 64 * 1024;

    /** Buffers written in one turn: what completes may queue more at once, and others wait on the same loop. */
    private static final int ROUNDS = 4;

    private final long id;
    private final LoopService service;
    private final Wire wire;
    private final SocketAddress accepting;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>(4);
    private final WriteQueue writes = new WriteQueue();
    private final AtomicBoolean flushWanted = new AtomicBoolean();
    private volatile boolean suspended;
    private volatile boolean outputEnds;

    // only on the wire's thread
    private boolean begun;
    private boolean handling;
    private boolean blocked;

    LoopSession(long id, LoopService service, Wire wire, SocketAddress accepting) {
        this.id = id;
        this.service = service;
        this.wire = wire;
        this.accepting = accepting;
    }

    /** Begins to read; the handler has been told of the session before. */
    void begin() {
        inTurn(() -> {
            try {
                wire.begin(this);
                begun = true;
                listen();
            } catch (IOException | RuntimeException e) {
                failed(e);
            }
        });
    }

    private void listen() {
        if (begun) {
            boolean reading = !handling && !suspended;
            wire.interest(reading, blocked);
            if (reading && wire.more()) {
                inTurn(this::readMore);
            }
        }
    }

    private void readMore() {
        try {
            if (!handling && !suspended) {
                readable();
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public void writable() {
        blocked = false;
        listen();
        wantFlush();
    }

    @Override
    public void readable() throws IOException {
        ByteBuffer input = wire.input();
        int count = wire.read(input);
        if (count < 0) {
            close(true);
            return;
        }
        input.flip();
        while (input.hasRemaining() && !isClosing()) {
            if (!settled()) {
                elsewhere(copy(input));
                return;
            }
            int end = input.limit();
            input.limit(Math.min(end, input.position() + SLICE));
            handle(Readable.readable(input));
            input.limit(end);
        }
        if (wire.more()) {
            inTurn(this::readMore);
        }
    }

    private boolean settled() {
        AbstractSession ssh = AbstractSession.getSession(this, true);
        return ssh != null && ssh.isAuthenticated() && KexState.DONE.equals(ssh.getKexState());
    }

    private static Buffer copy(ByteBuffer input) {
        byte[] bytes = new byte[input.remaining()];
        input.get(bytes);
        return new ByteArrayBuffer(bytes);
    }

    private void elsewhere(Buffer message) {
        handling = true;
        listen();
        service.handshakes().execute(wire.remoteAddress(), id, () -> {
            handleAsInternal(message);
            inTurn(() -> {
                handling = false;
                listen();
            });
        });
    }

    private void handleAsInternal(Buffer message) {
        try {
            ThreadUtils.runAsInternal(() -> {
                handle(message);
                return null;
            });
        } catch (Exception e) {
            failed(e);
        }
    }

    private void handle(Readable message) {
        try {
            service.handler().messageReceived(this, message);
        } catch (Exception | StackOverflowError e) {
            failed(e);
        }
    }

    private void inTurn(Runnable task) {
        try {
            wire.execute(task);
        } catch (RejectedExecutionException e) {
            close(true);
        }
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        PacketWrite write = new PacketWrite(
                wire.remoteAddress(), ByteBuffer.wrap(buffer.array(), buffer.rpos(), buffer.available()));
        if (isClosing()) {
            write.failed(new ClosedChannelException());
            return write;
        }
        writes.add(write);
        if (isClosed()) {
            // after the loop has looked for the last time
            writes.abandon(new ClosedChannelException());
        } else {
            wantFlush();
        }
        return write;
    }

    private void wantFlush() {
        if (flushWanted.compareAndSet(false, true)) {
            try {
                wire.flushLater(this);
            } catch (RejectedExecutionException e) {
                close(true);
            }
        }
    }

    /** Writes until nothing is left, the wire takes no more, or it is the others' turn. */
    @Override
    public void flush() throws IOException {
        flushWanted.set(false);
        if (blocked) {
            return;
        }
        blocked = !wire.flush();
        ByteBuffer output = wire.output();
        for (int round = 0; round < ROUNDS && !blocked && writes.gather(output.clear()); round++) {
            output.flip();
            int count = wire.write(output);
            blocked = output.hasRemaining() || !wire.flush();
            writes.taken(count);
        }
        if (blocked) {
            listen();
        } else if (!writes.isEmpty()) {
            wantFlush();
        } else if (outputEnds) {
            wire.shutdownOutput();
        }
    }

    @Override
    public void failed(Throwable cause) {
        if (isClosed()) {
            return;
        }
        if (isClosing()) {
            close(true);
            return;
        }
        try {
            service.handler().exceptionCaught(this, cause);
        } catch (Exception e) {
            log.debug("session {}: its handler failed at {}", this, cause, e);
            close(true);
        }
    }

    @Override
    protected CloseFuture doCloseGracefully() {
        return builder().when(this, writes.pending()).build().close(false);
    }

    @Override
    protected void doCloseImmediately() {
        wire.close();
        writes.abandon(new ClosedChannelException());
        service.closed(this);
        super.doCloseImmediately();
        writes.abandon(new ClosedChannelException());
        try {
            service.handler().sessionClosed(this);
        } catch (Exception e) {
            log.debug("session {}: its handler failed at its end", this, e);
        }
    }

    @Override
    public void shutdownOutputStream() {
        outputEnds = true;
        wantFlush();
    }

    @Override
    public void suspendRead() {
        suspended = true;
        inTurn(this::listen);
    }

    @Override
    public void resumeRead() {
        suspended = false;
        inTurn(this::listen);
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
        return wire.remoteAddress();
    }

    @Override
    public SocketAddress getLocalAddress() {
        return wire.localAddress();
    }

    @Override
    public SocketAddress getAcceptanceAddress() {
        return accepting;
    }

    @Override
    public IoService getService() {
        return service;
    }

    @Override
    public String toString() {
        return "LoopSession[" + id + ", local=" + getLocalAddress() + ", remote=" + getRemoteAddress() + "]";
    }
}
