package org.sallyport.core.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One TLS port that answers a request's head as the test says and then lets the test talk. */
final class UpgradeServer implements AutoCloseable {
    interface Talk {
        void run(InputStream in, OutputStream out) throws IOException;
    }

    final List<String> requests = new CopyOnWriteArrayList<>();
    private final ServerSocket port;
    private final SSLContext tls = TestServer.anyContext();
    private final String protocol;
    private final String answer;
    private final Talk talk;

    /** @param protocol of TLS, such as TLSv1.3 */
    UpgradeServer(String protocol, String answer, Talk talk) {
        this.protocol = protocol;
        this.answer = answer;
        this.talk = talk;
        try {
            port = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    ClusterAddress address() {
        return new ClusterAddress("localhost", port.getLocalPort());
    }

    private void accept() {
        while (!port.isClosed()) {
            try {
                Socket plain = port.accept();
                Thread.ofVirtual().start(() -> serve(plain));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket plain) {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true)) {
            socket.setUseClientMode(false);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {protocol});
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            requests.add(head + " over " + socket.getApplicationProtocol());
            out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
            talk.run(in, out);
        } catch (IOException e) {
            requests.add("failed: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
