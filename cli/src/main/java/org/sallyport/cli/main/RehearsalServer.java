package org.sallyport.cli.main;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.codec.Json;
import org.sallyport.api.rest.AuthoritiesAnswer;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.ca.CaPins;
import org.sallyport.core.ca.TlsBindings;
import org.sallyport.core.ca.X509Template;
import org.sallyport.core.keys.TlsKeys;
import org.sallyport.core.resume.Frame;
import org.sallyport.core.resume.FrameCodec;
import org.sallyport.core.resume.Ticket;

/** As much of a cluster's HTTPS port as a dial needs: proves itself, turns one connection over, sends back what comes. */
final class RehearsalServer implements AutoCloseable {
    private final Authority hostCa;
    private final KeyPair key = TlsKeys.generate();
    private final X509Certificate certificate;
    private final SSLServerSocket port;

    private RehearsalServer(String protocol, Clock clock) throws IOException, GeneralSecurityException {
        // no key of this is ever used again
        CaKeys ca = CaKeys.generate(CaType.HOST, "rehearsal", clock);
        hostCa = ca.authority();
        Instant now = clock.instant();
        certificate = ca.sign(new X509Template(
                key.getPublic(),
                1,
                "sallyport-auth",
                List.of(),
                now.minusSeconds(60),
                now.plus(Duration.ofHours(1)),
                X509Template.Purpose.SERVER,
                List.of("sallyport-auth"),
                Optional.empty()));
        port = (SSLServerSocket)
                context().getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        port.setEnabledProtocols(new String[] {protocol});
    }

    /** Prints the port and the CA's pin, each on a line, and serves one connection. */
    @SuppressWarnings("SystemOut") // its only reader is another process
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        try (RehearsalServer server = new RehearsalServer(args[0], Clock.systemUTC())) {
            System.out.println(server.port.getLocalPort());
            System.out.println(CaPins.of(server.hostCa).getFirst());
            server.serve();
        }
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        char[] password = UUID.randomUUID().toString().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("leaf", key.getPrivate(), password, new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void serve() {
        try (SSLSocket socket = (SSLSocket) port.accept()) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            String question = head(in);
            byte[] proof = proof(question.replaceFirst("(?s).*nonce=([^ &]*).*", "$1"));
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + proof.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(proof);
            head(in);
            out.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: sallyport-dial\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            // an agent's first words; the client's own frames are good answers then
            out.write(FrameCodec.GREETING.getBytes(StandardCharsets.US_ASCII));
            out.write(FrameCodec.encode(new Frame.Offer(Ticket.random(), Duration.ofSeconds(60)))
                    .array());
            in.transferTo(out);
        } catch (IOException | GeneralSecurityException e) {
            System.err.println("rehearsal: the carried connection ended: " + e.getMessage());
        }
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

    private byte[] proof(String nonce) throws IOException, GeneralSecurityException {
        return Json.jsonMapper()
                .writeValueAsBytes(new AuthoritiesAnswer(
                        List.of(hostCa),
                        TlsBindings.sign(
                                nonce,
                                certificate.getEncoded(),
                                TlsKeys.chainPem(List.of(certificate)),
                                key.getPrivate())));
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
