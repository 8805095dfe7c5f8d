package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.AgentProcess;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Host;

/** Stock ssh through {@code sallyport proxy ssh}: its sessions outlive what carries them. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ResumeIT {
    private static final int PART = 8 << 20;
    private static final String OTHER_ADDRESS = "10.231.7.4";
    private static final Pattern PID = Pattern.compile("pid=(\\d+);");

    private Cluster cluster;
    private Workplace at;
    private Host client;

    @BeforeAll
    void open(Cluster running) {
        Assumptions.assumeTrue(running.network().isolated(), "needs network namespaces, that is root");
        cluster = running;
        client = running.network().client();
        at = Workplace.open(running, "sptresume", "--no-direct");
    }

    @AfterAll
    void close() {
        if (at != null) {
            at.close();
        }
    }

    /** An ssh that the test talks to. */
    private final class Session implements AutoCloseable {
        private final Process process;
        private final OutputStream in;
        private final Gathered out;
        private final Gathered err;

        Session(String... words) {
            process = at.user().ssh(words).pipe();
            in = process.getOutputStream();
            out = new Gathered(process.getInputStream());
            err = new Gathered(process.getErrorStream());
        }

        void type(String line) throws IOException {
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        }

        void give(byte[] data, int offset) {
            try {
                in.write(data, offset, PART);
                in.flush();
            } catch (IOException e) {
                throw new AssertionError(
                        "ssh reads no more: " + err.text() + cluster.agent().tail(), e);
            }
        }

        int resumptions() {
            return err.text().split("resumed after", -1).length - 1;
        }

        void awaitResumption(int count, Duration limit) {
            Await.until(
                    "the session is resumed, time " + count,
                    limit,
                    () -> resumptions() == count,
                    () -> err.text() + "\n" + cluster.agent().tail());
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("ssh ends: " + err.text())
                    .isTrue();
            out.join();
            err.join();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    /** What a stream said so far. */
    private static final class Gathered {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;

        Gathered(InputStream stream) {
            reader = Thread.ofVirtual().start(() -> {
                try (stream) {
                    stream.transferTo(bytes);
                } catch (IOException e) {
                    // closed with the process
                }
            });
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        void join() throws InterruptedException {
            reader.join(10_000);
        }
    }

    /** The client's connections with the server are reset as soon as they say something; nobody tells the server. */
    private void cut(Session session) {
        int before = session.resumptions();
        int losses = session.err.text().split("lost, trying", -1).length;
        reject("-I");
        try {
            Await.until(
                    "the loss is noticed",
                    Duration.ofSeconds(30),
                    () -> session.err.text().split("lost, trying", -1).length > losses,
                    session.err::text);
        } finally {
            reject("-D");
        }
        session.awaitResumption(before + 1, Duration.ofSeconds(30));
    }

    private void reject(String action) {
        rule(action + " OUTPUT -p tcp -d " + cluster.network().server().address()
                + " --dport 8443 -j REJECT --reject-with tcp-reset");
    }

    private void rule(String rule) {
        client.shell("iptables -w " + rule).run().succeeded();
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        return data;
    }

    /** Sends the data in parts through {@code cat}, with something happening in between. */
    private void echo(String target, int parts, Consumer<Session> happening) throws Exception {
        byte[] data = random(parts * PART);
        try (Session session = new Session(target, "cat; exit 5")) {
            for (int part = 0; part < parts; part++) {
                session.give(data, part * PART);
                if (part < parts - 1) {
                    happening.accept(session);
                }
            }
            session.in.close();
            assertThat(session.exitCode()).as(session.err.text()).isEqualTo(5);
            assertThat(session.out.bytes.toByteArray()).isEqualTo(data);
        }
    }

    @Test
    void whateverIsCutInATransferBothWaysEveryByteArrives() throws Exception {
        echo(at.target(), 5, this::cut);
    }

    @Test
    void aRestartOfTheServerIsAPause() throws Exception {
        // a server that shares two processors with other work is not back within the usual minute
        AgentProcess agent = cluster.newAgent("patient")
                .configure(
                        cluster.server().publicAddress(),
                        cluster.pin(),
                        cluster.token(),
                        "resume_timeout: 5m\nssh_service:\n  enabled: true\n")
                .start();
        try {
            cluster.awaitOnline("patient");
            echo(at.account().name() + "@patient." + Cluster.NAME, 2, session -> {
                cluster.server().kill();
                cluster.server().start();
                session.awaitResumption(1, Duration.ofMinutes(2));
            });
        } finally {
            agent.close();
        }
        cluster.awaitOnline(Cluster.NODE);
    }

    private String pid(Session session, int count) throws IOException {
        session.type("echo \"pid=$$;\"");
        Matcher[] last = new Matcher[1];
        Await.until(
                "the shell says its process id",
                Duration.ofSeconds(30),
                () -> {
                    last[0] = PID.matcher(session.out.text());
                    int found = 0;
                    while (found < count && last[0].find()) {
                        found++;
                    }
                    return found == count;
                },
                () -> session.out.text() + session.err.text());
        return last[0].group(1);
    }

    @Test
    void aShellIsTheSameOneFromAnotherNetwork() throws Exception {
        String server = cluster.network().server().address();
        try (Session session = new Session("-tt", at.target())) {
            String before = pid(session, 1);
            // the old way swallows everything, new connections come from another address
            String ports = client.shell("ss -Htn dst " + server + ":8443 | awk '{print $4}' | sed 's/.*://'")
                    .run()
                    .succeeded()
                    .out();
            assertThat(ports.lines()).isNotEmpty();
            ports.lines().forEach(port -> rule("-I OUTPUT -p tcp --sport " + port + " -j DROP"));
            ports.lines().forEach(port -> rule("-I INPUT -p tcp --dport " + port + " -j DROP"));
            client.shell("ip addr add " + OTHER_ADDRESS + "/24 dev vc && ip route replace 10.231.7.0/24 dev vc src "
                            + OTHER_ADDRESS)
                    .run()
                    .succeeded();
            try {
                session.awaitResumption(1, Duration.ofSeconds(60));
                assertThat(pid(session, 2)).isEqualTo(before);
                session.type("exit 9");
                assertThat(session.exitCode()).isEqualTo(9);
            } finally {
                client.shell("ip route replace 10.231.7.0/24 dev vc src " + client.address() + "; ip addr del "
                                + OTHER_ADDRESS + "/24 dev vc; iptables -w -F")
                        .run();
            }
        }
        JsonNode event = cluster.awaitAudit("--event=session.resume", "--user=sptresume", "--text=" + OTHER_ADDRESS)
                .get(0);
        assertThat(event.get("address").asText()).isEqualTo(OTHER_ADDRESS);
        assertThat(event.get("fields").get("address_before").asText()).isEqualTo(client.address());
        assertThat(event.get("fields").get("gap_ms").asLong()).isNotNegative();
    }

    @Test
    void whenNothingComesBackItEndsAndSaysSo() throws Exception {
        try (Session session = new Session(at.target(), "cat")) {
            session.type("hello");
            Await.until(
                    "the session is there",
                    Duration.ofSeconds(30),
                    () -> session.out.text().equals("hello\n"),
                    session.err::text);
            reject("-I");
            try {
                session.type("into the void");
                assertThat(session.exitCode()).isEqualTo(255);
            } finally {
                reject("-D");
            }
            assertThat(session.err.text())
                    .contains("network:", "lost, trying to resume for 60 s")
                    .contains("could not be resumed within 60 s", "connect again");
        }
    }
}
