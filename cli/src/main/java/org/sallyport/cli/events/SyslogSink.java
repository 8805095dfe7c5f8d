package org.sallyport.cli.events;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.SallyportException;

/**
 * Syslog over TLS (RFC 5425). Syslog answers nothing, so a page is one connection: it is delivered when the receiver, told
 * that no more comes, has closed its side in turn, which it does after reading all of it. A receiver that was killed
 * resets the connection instead, and the page goes out again.
 */
final class SyslogSink implements EventSink {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int CLOSE_MILLIS = 30_000;

    private final InetSocketAddress address;
    private final Supplier<SSLContext> tls;
    private final SyslogMessage message;

    /**
     * @param address not resolved: its name may move
     * @param tls asked for each connection: a context remembers sessions, and rsyslog, which asks for a certificate
     *     without naming a session context, breaks off whoever resumes one (SSL_CTX_set_session_id_context of OpenSSL)
     */
    SyslogSink(InetSocketAddress address, Supplier<SSLContext> tls, String cluster) {
        this.address = address;
        this.tls = tls;
        this.message = new SyslogMessage(cluster);
    }

    @Override
    public String name() {
        return "syslog at " + address.getHostString() + ":" + address.getPort();
    }

    @Override
    public void deliver(List<AuditEvent> events) throws IOException {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address.getHostString(), address.getPort()), CONNECT_MILLIS);
            plain.setSoTimeout(CLOSE_MILLIS);
            try (SSLSocket socket = (SSLSocket) context()
                    .getSocketFactory()
                    .createSocket(plain, address.getHostString(), address.getPort(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
                for (AuditEvent event : events) {
                    out.write(message.framed(event));
                }
                out.flush();
                socket.shutdownOutput();
                InputStream in = socket.getInputStream();
                if (in.read() >= 0) {
                    throw new IOException("it answered, which syslog does not: is this another service?");
                }
            }
        }
    }

    /** Files that are being replaced are none for a moment. */
    private SSLContext context() throws IOException {
        try {
            return tls.get();
        } catch (SallyportException e) {
            throw new IOException(e.userMessage(), e);
        }
    }
}
