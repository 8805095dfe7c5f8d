package org.sallyport.agent.host;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import org.sallyport.session.process.ByteStream;

/** A connected socket. */
final class SocketStream implements ByteStream {
    private final SocketChannel socket;
    private final InputStream input;
    private final OutputStream output = new Output();

    SocketStream(SocketChannel socket) {
        this.socket = requireNonNull(socket, "socket");
        this.input = Channels.newInputStream(socket);
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer data = ByteBuffer.wrap(bytes, offset, length);
            while (data.hasRemaining()) {
                socket.write(data);
            }
        }

        @Override
        public void close() throws IOException {
            if (socket.isConnected() && socket.isOpen()) {
                socket.shutdownOutput();
            }
        }
    }
}
