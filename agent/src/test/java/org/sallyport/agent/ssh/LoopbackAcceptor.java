package org.sallyport.agent.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.session.dial.DialHandler;
import org.sallyport.session.dial.DialRequest;

/** Dials a service for each TCP connection on the loopback address, as the tunnel would. */
final class LoopbackAcceptor implements AutoCloseable {
    private final ServerSocket listener;
    private final DialHandler handler;
    private volatile String clientAddress = "192.0.2.7";

    LoopbackAcceptor(DialHandler handler) throws IOException {
        this.handler = handler;
        this.listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().name("acceptor").start(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What the proxy says the client's address is. */
    void clientAddress(String address) {
        clientAddress = address;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SocketDialStream stream = new SocketDialStream(socket);
                stream.start(handler.accept(
                        new DialRequest(ServiceType.SSH, "web1", "alice", clientAddress, "trace", false), stream));
            } catch (IOException e) {
                // closed: the test is over
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
