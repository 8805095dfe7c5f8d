package org.sallyport.core.remote;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS over a socket (RFC 8446, RFC 5246), blocking or not as the socket is. One thread may read while another writes. An
 * end of the connection without close_notify counts as the end of input: what is carried must know its own end, as SSH
 * does.
 */
public final class TlsChannel implements ByteChannel {
    /** Records written at once; one more is kept free for answers of TLS itself. */
    private static final int RECORDS = 4;

    private final SocketChannel socket;
    private final SSLEngine engine;
    private final ByteBuffer netIn;
    private final ByteBuffer netOut;
    private final ByteBuffer plain;
    private final int record;
    private final int application;
    private boolean more;

    /** @param engine not yet handshaken */
    TlsChannel(SocketChannel socket, SSLEngine engine) {
        this.socket = requireNonNull(socket, "socket");
        this.engine = requireNonNull(engine, "engine");
        record = engine.getSession().getPacketBufferSize();
        application = engine.getSession().getApplicationBufferSize();
        // all of it fits into a buffer that a reader of any size will have, so little stays behind
        netIn = ByteBuffer.allocateDirect(2 * record).flip();
        netOut = ByteBuffer.allocateDirect((RECORDS + 1) * record).flip();
        plain = ByteBuffer.allocate(application).flip();
    }

    public SocketChannel socket() {
        return socket;
    }

    /** With the peer's certificate, once the handshake is done. */
    SSLSession session() {
        return engine.getSession();
    }

    /** Blocks until the handshake is done, on a socket that does not. */
    void handshake(Deadline deadline) throws IOException {
        engine.beginHandshake();
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
            switch (status) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> {
                    answer();
                    while (!flush()) {
                        deadline.await(socket, SelectionKey.OP_WRITE);
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    SSLEngineResult result = engine.unwrap(netIn, plain.clear());
                    plain.flip();
                    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                        throw new SSLException("the peer ended the TLS handshake");
                    }
                    if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                        awaitBytes(deadline);
                    }
                }
                case NOT_HANDSHAKING, FINISHED -> throw new IllegalStateException();
            }
            status = engine.getHandshakeStatus();
        }
    }

    private void awaitBytes(Deadline deadline) throws IOException {
        int count = fill();
        while (count == 0) {
            deadline.await(socket, SelectionKey.OP_READ);
            count = fill();
        }
        if (count < 0) {
            throw new EOFException("the connection ended in the TLS handshake");
        }
    }

    /** @return of {@link SocketChannel#read} */
    private int fill() throws IOException {
        netIn.compact();
        try {
            return socket.read(netIn);
        } finally {
            netIn.flip();
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int start = target.position();
        more = false;
        take(target);
        while (target.hasRemaining()) {
            SSLEngineResult result = unwrap(target);
            boolean got = target.position() > start;
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                return got ? target.position() - start : -1;
            }
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                if (got && socket.isBlocking()) {
                    break;
                }
                int count = fill();
                if (count <= 0) {
                    return got || count == 0 ? target.position() - start : -1;
                }
            }
        }
        more = !target.hasRemaining();
        return target.position() - start;
    }

    private SSLEngineResult unwrap(ByteBuffer target) throws IOException {
        boolean direct = target.remaining() >= application;
        SSLEngineResult result;
        if (direct) {
            result = engine.unwrap(netIn, target);
        } else {
            result = engine.unwrap(netIn, plain.clear());
            plain.flip();
            take(target);
        }
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            throw new SSLException("a TLS record is larger than agreed");
        }
        // after the handshake: session tickets, key updates
        HandshakeStatus status = result.getHandshakeStatus();
        while (status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP) {
            if (status == HandshakeStatus.NEED_TASK) {
                runTasks();
            } else {
                answer();
            }
            status = engine.getHandshakeStatus();
        }
        return result;
    }

    private void take(ByteBuffer target) {
        int count = Math.min(plain.remaining(), target.remaining());
        target.put(target.position(), plain, plain.position(), count);
        target.position(target.position() + count);
        plain.position(plain.position() + count);
    }

    /** Whether a read would give something without the socket having more; only true when the last one filled its buffer. */
    public boolean more() {
        return more || plain.hasRemaining();
    }

    /** What TLS itself has to say. */
    private void answer() throws IOException {
        synchronized (netOut) {
            netOut.compact();
            try {
                engine.wrap(ByteBuffer.allocate(0), netOut);
            } finally {
                netOut.flip();
            }
            flush();
        }
    }

    /** {@inheritDoc} Takes nothing while earlier bytes wait for the socket. */
    @Override
    public int write(ByteBuffer source) throws IOException {
        int start = source.position();
        synchronized (netOut) {
            while (source.hasRemaining() && flush()) {
                netOut.clear();
                try {
                    for (int i = 0; i < RECORDS && source.hasRemaining(); i++) {
                        if (engine.wrap(source, netOut).getStatus() == SSLEngineResult.Status.CLOSED) {
                            throw new ClosedChannelException();
                        }
                    }
                } finally {
                    netOut.flip();
                }
            }
            flush();
        }
        return source.position() - start;
    }

    /** @return whether everything that was written has left */
    public boolean flush() throws IOException {
        synchronized (netOut) {
            while (netOut.hasRemaining()) {
                if (socket.write(netOut) == 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Says that nothing more comes; best effort when the socket takes nothing now. */
    public void shutdownOutput() throws IOException {
        synchronized (netOut) {
            engine.closeOutbound();
            answer();
        }
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
