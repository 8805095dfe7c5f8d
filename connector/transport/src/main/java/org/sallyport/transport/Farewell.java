package org.sallyport.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;

/**
 * Tells a connection why it is turned away, without a session: the version string and SSH_MSG_DISCONNECT at once, which
 * RFC 4253 allows (section 4.2: packets may follow directly) and clients print. Costs a hundredth of a session.
 */
final class Farewell {
    /** What the peer sends would be answered by a reset, which takes our text away, were it closed at once. */
    private static final long TO_READ = TimeUnit.SECONDS.toNanos(5);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int MOST = 4096;
    private static final int BLOCK = 8;
    private static final int LEAST_PADDING = 4;

    private final String version;
    private final Executor blocking;
    private final Semaphore room = new Semaphore(MOST);

    /** @param version as in the version string */
    Farewell(String version, Executor blocking) {
        this.version = version;
        this.blocking = blocking;
    }

    /** Closes the socket, too. */
    void say(SocketChannel socket, String text) throws IOException {
        if (!room.tryAcquire()) {
            socket.close();
            return;
        }
        try {
            // fits into an empty send buffer
            socket.write(ByteBuffer.wrap(bytes(text)));
            socket.shutdownOutput();
        } catch (IOException e) {
            room.release();
            throw e;
        }
        blocking.execute(() -> {
            try (socket) {
                awaitEnd(socket);
            } catch (IOException gone) {
                // the peer was faster
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                room.release();
            }
        });
    }

    /** Until the peer has read and closed, or had the time for it. */
    private static void awaitEnd(SocketChannel socket) throws IOException, InterruptedException {
        ByteBuffer dropped = ByteBuffer.allocate(512);
        long begin = System.nanoTime();
        while (socket.read(dropped.clear()) >= 0 && System.nanoTime() - begin < TO_READ) {
            Thread.sleep(LOOK);
        }
    }

    byte[] bytes(String text) {
        byte[] greeting = ("SSH-2.0-" + version + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] reason = text.getBytes(StandardCharsets.UTF_8);
        int payload = 1 + 4 + 4 + reason.length + 4;
        int padding = BLOCK - (4 + 1 + payload) % BLOCK;
        if (padding < LEAST_PADDING) {
            padding += BLOCK;
        }
        return ByteBuffer.allocate(greeting.length + 4 + 1 + payload + padding)
                .put(greeting)
                .putInt(1 + payload + padding)
                .put((byte) padding)
                .put(SshConstants.SSH_MSG_DISCONNECT)
                .putInt(SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS)
                .putInt(reason.length)
                .put(reason)
                .putInt(0)
                .array();
    }
}
