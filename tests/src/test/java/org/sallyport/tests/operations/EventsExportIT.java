package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.api.codec.Json;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Host;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.UserSession;

/** Every event of the log arrives, whoever is killed on the way. */
@ExtendWith(ClusterExtension.class)
final class EventsExportIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int MIDWAY = 10;

    private static final String CERTIFICATES = """
            new="openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
            $new -x509 -days 2 -subj /CN=test-ca -keyout ca.key -out ca.crt
            for name in localhost client; do
              $new -subj /CN=$name -keyout $name.key -out $name.csr
              openssl x509 -req -in $name.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 \\
                -extfile <(echo subjectAltName=DNS:$name) -out $name.crt
            done
            """;

    private static final String RSYSLOG = """
            global(workDirectory="%1$s" maxMessageSize="1m" defaultNetstreamDriver="ossl"
              defaultNetstreamDriverCAFile="%1$s/ca.crt" defaultNetstreamDriverCertFile="%1$s/localhost.crt"
              defaultNetstreamDriverKeyFile="%1$s/localhost.key")
            main_queue(queue.type="Direct")
            module(load="imtcp" maxFrameSize="1000000" streamDriver.name="ossl" streamDriver.mode="1"
              streamDriver.authMode="x509/name" permittedPeer=["client"])
            input(type="imtcp" address="127.0.0.1" port="6514")
            template(name="message" type="string" string="%%msg%%\\n")
            action(type="omfile" file="%1$s/syslog.jsonl" template="message" asyncWriting="off" flushOnTXEnd="on")
            """;

    /** Speaks as Fluentd's in_http does; each third page is refused. */
    private static final String RECEIVER = """
            import http.server, json, ssl, sys
            class Receiver(http.server.BaseHTTPRequestHandler):
                count = 0
                def do_POST(self):
                    body = self.rfile.read(int(self.headers['Content-Length']))
                    Receiver.count += 1
                    if Receiver.count % 3:
                        with open('fluentd.jsonl', 'a') as out:
                            for event in json.loads(body):
                                out.write(json.dumps(event) + '\\n')
                    self.send_response(200 if Receiver.count % 3 else 503)
                    self.end_headers()
            tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile='ca.crt')
            tls.verify_mode = ssl.CERT_REQUIRED
            tls.load_cert_chain('localhost.crt', 'localhost.key')
            server = http.server.HTTPServer(('127.0.0.1', 8888), Receiver)
            server.socket = tls.wrap_socket(server.socket, server_side=True)
            server.serve_forever()
            """;

    private final List<Process> started = new ArrayList<>();
    private Path directory;
    private Instant begun;
    private UserSession auditor;

    @Test
    void everyEventArrivesWhoeverIsKilledOnTheWay(Cluster cluster) throws Exception {
        directory = Files.createDirectories(cluster.directory().resolve("export"));
        // the log may hold thousands of events of other tests: too many for batches of three
        begun = Instant.now();
        auditor = cluster.newUser("sptexport", "auditor", "nobody");
        auditor.login().succeeded();
        for (int i = 0; i < 8; i++) {
            cluster.token();
        }
        host().command("bash", "-euc", CERTIFICATES).in(directory).run().succeeded();
        toFile(cluster);
        toSyslog(cluster);
        toFluentd(cluster);
    }

    private void toFile(Cluster cluster) throws Exception {
        Path file = directory.resolve("file.jsonl");
        String[] words = {"--to-file", file.toString()};
        Process first = export("file", words);
        midway("file");
        kill(first);

        Process second = export("file", words);
        auditor.cli("logout").run().succeeded();
        Await.until(
                "the export says that it waits for a login",
                LIMIT,
                () -> Programs.read(log("file")).contains("run 'sallyport login'"),
                () -> evidence("file"));
        cluster.token();
        auditor.login().succeeded();
        everything(cluster, "file");
        second.destroy();
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).as(() -> evidence("file")).isZero();
    }

    private void toSyslog(Cluster cluster) throws Exception {
        Programs.write(directory.resolve("rsyslog.conf"), RSYSLOG.formatted(directory));
        Process receiver = rsyslog();
        String[] words = tls("--to-syslog", "localhost:6514");
        Process first = export("syslog", words);
        midway("syslog");
        kill(receiver);
        kill(first);

        Process second = export("syslog", words);
        Await.until(
                "the export names who does not answer",
                LIMIT,
                () -> Programs.read(log("syslog")).contains("syslog at localhost:6514"),
                () -> evidence("syslog"));
        cluster.token();
        rsyslog();
        everything(cluster, "syslog");
        kill(second);
    }

    private void toFluentd(Cluster cluster) throws Exception {
        Programs.write(directory.resolve("receiver.py"), RECEIVER);
        keep(host().command("python3", "receiver.py").in(directory).start(log("receiver")));
        String[] words = tls("--to-fluentd", "https://localhost:8888/sallyport.audit");
        Process first = export("fluentd", words);
        midway("fluentd");
        kill(first);
        export("fluentd", words);
        everything(cluster, "fluentd");
        assertThat(Programs.read(log("fluentd"))).contains("it answered HTTP 503");
    }

    private String[] tls(String option, String target) {
        return new String[] {
            option,
            target,
            "--ca=" + directory.resolve("ca.crt"),
            "--cert=" + directory.resolve("client.crt"),
            "--key=" + directory.resolve("client.key")
        };
    }

    private Process rsyslog() throws Exception {
        // left by the one that was killed, and it would be taken for running
        Files.deleteIfExists(directory.resolve("rsyslog.pid"));
        return keep(host().command(
                        "/usr/sbin/rsyslogd",
                        "-n",
                        "-f",
                        directory.resolve("rsyslog.conf").toString(),
                        "-i",
                        directory.resolve("rsyslog.pid").toString())
                .start(log("rsyslogd")));
    }

    private Process export(String name, String... target) {
        List<String> words = new ArrayList<>(List.of(
                "events",
                "export",
                "--batch=3",
                "--state=" + directory.resolve(name + ".state"),
                "--start-time=" + begun));
        words.addAll(List.of(target));
        return keep(auditor.cli(words.toArray(String[]::new)).start(log(name)));
    }

    private void midway(String name) {
        Await.until(
                "events have begun to arrive in " + name,
                LIMIT,
                () -> received(name).size() >= MIDWAY,
                () -> evidence(name));
    }

    /** What the log has by now arrives, the same events and no others. */
    private void everything(Cluster cluster, String name) {
        Set<String> wanted = new TreeSet<>();
        for (JsonNode event : cluster.audit("--limit=100000", "--from=" + begun)) {
            wanted.add(event.get("uid").asText());
        }
        Await.until(
                "all " + wanted.size() + " events have arrived in " + name,
                LIMIT,
                () -> received(name).containsAll(wanted),
                () -> evidence(name));
        Set<String> known = new TreeSet<>();
        for (JsonNode event : cluster.audit("--limit=100000", "--from=" + begun)) {
            known.add(event.get("uid").asText());
        }
        assertThat(known).containsAll(received(name));
    }

    private Set<String> received(String name) {
        Path file = directory.resolve(name + ".jsonl");
        Set<String> uids = new TreeSet<>();
        if (!Files.exists(file)) {
            return uids;
        }
        String text = Programs.read(file);
        // what stands behind the last line end is being written
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            try {
                uids.add(Json.jsonMapper().readTree(line).get("uid").asText());
            } catch (JsonProcessingException e) {
                throw new AssertionError(line, e);
            }
        }
        return uids;
    }

    private String evidence(String name) {
        return "received " + received(name).size() + "; " + Programs.tail(log(name), 30);
    }

    private Path log(String name) {
        return directory.resolve(name + ".log");
    }

    private Host host() {
        return auditor.host();
    }

    private Process keep(Process process) {
        started.add(process);
        return process;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            kill(process);
        }
    }
}
