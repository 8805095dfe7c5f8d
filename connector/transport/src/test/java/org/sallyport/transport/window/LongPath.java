package org.sallyport.transport.window;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A port whose connections reach another one after a while, as over a long line of any rate. */
final class LongPath implements Closeable {
    private record Piece(long due, byte[] bytes) {}

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final int target;
    private final Duration oneWay;

    LongPath(int target, Duration oneWay) throws IOException {
        this.target = target;
        this.oneWay = oneWay;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                Socket near = listener.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                far.setTcpNoDelay(true);
                near.setTcpNoDelay(true);
                carry(near, far);
                carry(far, near);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(Socket from, Socket to) {
        LinkedBlockingQueue<Piece> line = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            byte[] buffer = new byte[64 * 1024];
            try (InputStream in = from.getInputStream()) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    line.add(new Piece(System.nanoTime() + oneWay.toNanos(), Arrays.copyOf(buffer, count)));
                }
            } catch (IOException broken) {
                // the other end hears of it as of an end
            }
            line.add(new Piece(System.nanoTime(), new byte[0]));
        });
        Thread.ofVirtual().start(() -> {
            try (to) {
                for (Piece piece = line.take(); piece.bytes().length > 0; piece = line.take()) {
                    TimeUnit.NANOSECONDS.sleep(piece.due() - System.nanoTime());
                    to.getOutputStream().write(piece.bytes());
                }
            } catch (IOException | InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
