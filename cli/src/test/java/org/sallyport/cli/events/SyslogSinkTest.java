package org.sallyport.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.codec.Json;
import org.sallyport.api.rest.Page;

/** To a real rsyslog, which asks for a certificate. */
final class SyslogSinkTest {
    private static final ObjectMapper JSON = Json.jsonMapper();

    @TempDir
    private Path directory;

    private TestCertificates certificates;
    private Process rsyslog;
    private int port;

    @Test
    void killedReceiverLosesNothing() throws Exception {
        certificates = TestCertificates.in(directory);
        port = freePort();
        start();
        SomeEvents log = new SomeEvents(2_000, 50);
        Stop stop = new Stop();
        List<String> told = new ArrayList<>();
        // the receiver dies while pages are on their way and comes back when the exporter has noticed
        EventSource source = after -> {
            Page<AuditEvent> page = log.next(after);
            if (page.nextCursor().equals("500") && told.isEmpty() && rsyslog.isAlive()) {
                rsyslog.destroyForcibly();
            } else if (page.nextCursor().equals(after)) {
                stop.ask();
            } else if (!told.isEmpty() && !rsyslog.isAlive()) {
                start();
            }
            return page;
        };
        try (CursorFile state = CursorFile.open(directory.resolve("state"), "c-1")) {
            new Exporter(source, sink("localhost"), state, stop, Duration.ofMillis(1), told::add).run();
        }
        Set<String> received = new LinkedHashSet<>();
        for (String line : Files.readAllLines(directory.resolve("received"))) {
            received.add(JSON.readValue(line.strip(), AuditEvent.class).uid().toString());
        }
        assertThat(received).containsExactlyInAnyOrderElementsOf(log.uids());
        assertThat(told).anyMatch(line -> line.startsWith("syslog at localhost:" + port));
    }

    /** It would break off a session that is resumed. */
    @Test
    void oneConnectionAfterTheOtherIsTaken() throws Exception {
        certificates = TestCertificates.in(directory);
        port = freePort();
        start();
        SyslogSink sink = sink("localhost");
        SomeEvents log = new SomeEvents(6, 1);
        for (AuditEvent event : log.all) {
            sink.deliver(List.of(event));
        }
        assertThat(Files.readAllLines(directory.resolve("received"))).hasSize(6);
    }

    @Test
    void receiverOfAnotherNameGetsNothing() throws Exception {
        certificates = TestCertificates.in(directory);
        port = freePort();
        start();
        SomeEvents log = new SomeEvents(1, 1);
        try {
            sink("127.0.0.1").deliver(log.all);
            throw new AssertionError("it was trusted");
        } catch (IOException refused) {
            assertThat(refused.toString()).contains("No subject alternative names");
        }
        assertThat(directory.resolve("received")).doesNotExist();
    }

    private SyslogSink sink(String host) {
        return new SyslogSink(
                java.net.InetSocketAddress.createUnresolved(host, port), () -> certificates.tls("client"), "test");
    }

    private void start() {
        String configuration = """
                global(workDirectory="%1$s" maxMessageSize="1m" defaultNetstreamDriver="ossl"
                  defaultNetstreamDriverCAFile="%1$s/ca.crt" defaultNetstreamDriverCertFile="%1$s/localhost.crt"
                  defaultNetstreamDriverKeyFile="%1$s/localhost.key")
                main_queue(queue.type="Direct")
                module(load="imtcp" maxFrameSize="1000000" streamDriver.name="ossl" streamDriver.mode="1"
                  streamDriver.authMode="x509/name" permittedPeer=["client"])
                input(type="imtcp" address="127.0.0.1" port="%2$d")
                template(name="message" type="string" string="%%msg%%\\n")
                action(type="omfile" file="%1$s/received" template="message" asyncWriting="off" flushOnTXEnd="on")
                """.formatted(directory, port);
        try {
            Files.writeString(directory.resolve("rsyslog.conf"), configuration);
            rsyslog = new ProcessBuilder(
                            "/usr/sbin/rsyslogd", "-n", "-f", directory + "/rsyslog.conf", "-i", directory + "/pid")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("rsyslog.log").toFile())
                    .start();
            Files.deleteIfExists(directory.resolve("pid"));
            awaitOpen();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void awaitOpen() throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > end || !rsyslog.isAlive()) {
                    throw new AssertionError(Files.readString(directory.resolve("rsyslog.log")), notYet);
                }
                Thread.onSpinWait();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (rsyslog != null) {
            rsyslog.destroyForcibly().waitFor();
        }
    }
}
