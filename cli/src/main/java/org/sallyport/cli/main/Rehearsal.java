package org.sallyport.cli.main;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.sallyport.cli.proxy.ProxySshCommand;
import org.sallyport.core.remote.ClusterAddress;

/**
 * What the build runs to make the start-up cache: the commands that people wait for, without a cluster. The JVM keeps the
 * classes that were loaded here in their parsed and linked form.
 */
final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException, InterruptedException {
        for (List<String> words :
                List.of(List.of("status"), List.of("ls"), List.of("ssh", "node"), List.of("config"))) {
            Sallyport.commandLine(words).execute(words.toArray(String[]::new));
        }
        try (SSLServerSocket port = (SSLServerSocket)
                context().getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(port));
            ProxySshCommand.carry(
                    new ClusterAddress("localhost", port.getLocalPort()),
                    Channels.newChannel(new ByteArrayInputStream(new byte[100_000])),
                    Channels.newChannel(new ByteArrayOutputStream()));
        }
    }

    private static void serve(SSLServerSocket port) {
        try (SSLSocket socket = (SSLSocket) port.accept()) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            out.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: ssh\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            in.transferTo(out);
        } catch (IOException e) {
            System.err.println("rehearsal: the carried connection ended: " + e.getMessage());
        }
    }

    /** By the JDK's keytool: no key of this is ever used again. */
    private static SSLContext context() throws IOException, GeneralSecurityException, InterruptedException {
        Path directory = Files.createTempDirectory("rehearsal");
        Path file = directory.resolve("keys.p12");
        String password = UUID.randomUUID().toString();
        try {
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            new ProcessBuilder(
                            keytool,
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-alias",
                            "leaf",
                            "-dname",
                            "CN=localhost",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            password)
                    .inheritIO()
                    .start()
                    .waitFor();
            KeyStore store = KeyStore.getInstance(file.toFile(), password.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
            managers.init(store, password.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }
}
