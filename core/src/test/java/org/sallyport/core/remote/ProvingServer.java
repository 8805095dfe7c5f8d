package org.sallyport.core.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.sallyport.api.codec.Json;
import org.sallyport.api.rest.AuthoritiesAnswer;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.ca.TlsBindings;
import org.sallyport.core.keys.TlsKeys;

/** A TLS port that proves, or fails to prove, that it is the cluster's, and answers the next request as the test says. */
final class ProvingServer implements AutoCloseable {
    final List<String> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    private final KeyPair key = TlsKeys.generate();
    private final X509Certificate leaf;
    private final CaKeys ca;
    private final String answer;
    private final boolean honest;
    private final SSLServerSocket port;

    ProvingServer(CaKeys ca, String answer, boolean honest) throws IOException {
        this.ca = ca;
        this.answer = answer;
        this.honest = honest;
        leaf = ca.sign(TestServer.template(key, "sallyport-auth"));
        port = (SSLServerSocket) TestServer.context(key, leaf)
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    ClusterAddress address() {
        return new ClusterAddress("localhost", port.getLocalPort());
    }

    private void accept() {
        while (!port.isClosed()) {
            try (SSLSocket socket = (SSLSocket) port.accept()) {
                connections.incrementAndGet();
                serve(socket.getInputStream(), socket.getOutputStream());
            } catch (IOException e) {
                // the client has ended it, or the test
                continue;
            }
        }
    }

    private void serve(InputStream in, OutputStream out) throws IOException {
        String question = head(in);
        requests.add(question);
        byte[] proof = proof(question.replaceFirst("(?s).*nonce=([^ &]*).*", "$1"));
        out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + proof.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(proof);
        requests.add(head(in));
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        in.read();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request came");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private byte[] proof(String nonce) throws IOException {
        try {
            byte[] bound = honest ? leaf.getEncoded() : new byte[] {1, 2, 3};
            return Json.jsonMapper()
                    .writeValueAsBytes(new AuthoritiesAnswer(
                            List.of(ca.authority()),
                            TlsBindings.sign(nonce, bound, TlsKeys.chainPem(List.of(leaf)), key.getPrivate())));
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
