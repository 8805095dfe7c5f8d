package org.sallyport.tests.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.OsAccount;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.ServerBuild;
import org.sallyport.tests.cluster.ServerProcess;
import org.sallyport.tests.cluster.TestNetwork;
import org.sallyport.tests.cluster.UserSession;

/** A server with telemetry.cli pushes to a collector, and stops doing so with telemetry-undo.cli. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TelemetryIT {
    private static final String NAME = "spttele";
    private static final String TARGET = NAME + "@" + Cluster.NODE + "." + Cluster.NAME;
    private static final Duration SOON = Duration.ofSeconds(60);

    private OsAccount account;
    private OtlpCollector collector;
    private Cluster cluster;
    private UserSession user;
    private Path build;
    private String untouched;
    private String invite;

    @BeforeAll
    void start() {
        TestNetwork network = TestNetwork.open("o");
        if (!network.isolated()) {
            network.close();
        }
        Assumptions.assumeTrue(network.isolated(), "needs network namespaces, that is root");
        Path directory = Cluster.newDirectory();
        account = OsAccount.create(NAME);
        collector = new OtlpCollector(network.server(), directory.resolve("otlp"));
        build = ServerBuild.copy(directory.resolve("build"));
        untouched = configuration();
        ServerBuild.apply(build, "telemetry.cli");
        Programs.write(
                directory.resolve("server/data/server.properties"),
                "sallyport.otlp.endpoint=http://127.0.0.1:" + OtlpCollector.PORT + "\nsallyport.otlp.interval=1\n");
        cluster = Cluster.start(
                network, directory, new ServerProcess(network.server(), directory.resolve("server"), build).brief());
        invite = cluster.invite(NAME + "guest", "access", NAME);
        user = cluster.newUser(NAME, "access", NAME);
        user.login("--no-direct").succeeded();
    }

    @AfterAll
    void stop() {
        for (AutoCloseable one : new AutoCloseable[] {cluster, collector, account}) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private String configuration() {
        return Programs.read(build.resolve("standalone/configuration/standalone.xml"));
    }

    private void ssh() {
        assertThat(user.ssh(TARGET, "id -un").run().succeeded().out()).isEqualTo(NAME + "\n");
    }

    private void await(String metric, double least) {
        Await.until(
                metric + " is at least " + least,
                SOON,
                () -> collector.metrics().getOrDefault(metric, -1.0) >= least,
                () -> collector.metrics() + "\n" + collector.names() + "\n"
                        + cluster.server().tail());
    }

    @Test
    @Order(1)
    void whatOneSessionDoesIsMeasured() {
        ssh();
        await("sallyport.tunnels{}", 1);
        await("sallyport.connections{}", 1);
        await("sallyport.streams{}", 0);
        await("sallyport.dials{error.type=none, sallyport.outcome=success}", 1);
        await("sallyport.logins{error.type=none, sallyport.outcome=success}", 2);
        await("sallyport.certificates.issued{sallyport.certificate.kind=ssh-user}", 2);
        await("sallyport.audit.events{sallyport.event=session.start, sallyport.outcome=success}", 1);
        await("sallyport.component.calls{error.type=none, rpc.method=Inventory}", 1);
        await("sallyport.log.unsequenced{}", 0);
        await("sallyport.recording.segments{}", 1);
        await("sallyport.recording.io{}", 100);
        // WildFly's own come with them
        assertThat(collector.names()).contains("sallyport.log.head.age", "undertow.request.count");
    }

    @Test
    @Order(2)
    void aRefusedDialIsCountedWithItsCause() {
        assertThat(user.ssh(NAME + "@nowhere." + Cluster.NAME, "true").run().exitCode())
                .isNotZero();
        await("sallyport.dials{error.type=NOT_FOUND, sallyport.outcome=failure}", 1);
    }

    @Test
    @Order(3)
    void requestsAreTracedWithTheStepThatSigns() {
        Await.until(
                "a span of a certificate",
                SOON,
                () -> collector.spans().stream().anyMatch(span -> span.getName().equals("certificate.issue")),
                () -> collector.spans() + cluster.server().tail());
        List<Span> spans = collector.spans();
        Span step = spans.stream()
                .filter(span -> span.getName().equals("certificate.issue"))
                .findFirst()
                .orElseThrow();
        assertThat(spans)
                .filteredOn(span -> span.getSpanId().equals(step.getParentSpanId()))
                .singleElement()
                .satisfies(parent -> assertThat(parent.getName()).startsWith("POST /api/v1/"));
    }

    /** A collector is another party: it learns how much, not who; and no secret that a path has in it. */
    @Test
    @Order(4)
    void neitherNamesNorSecretsLeaveTheServer() {
        String secret = invite.substring(invite.lastIndexOf('/') + 1);
        cluster.network()
                .client()
                .command(
                        "curl",
                        "-sfk",
                        "https://" + cluster.server().publicAddress() + "/api/v1/invites/" + secret + "?why=" + NAME)
                .run()
                .succeeded();
        String route = "/api/v1/invites/{secret}";
        Await.until(
                "the span of that request", SOON, () -> attributes("url.path").contains(route), () -> attributes(
                                "url.path")
                        .toString());
        assertThat(attributes("url.query")).containsOnly("REDACTED");
        assertThat(collector.text()).doesNotContain(secret).doesNotContain(NAME);
        assertThat(collector.logs()).isZero();
    }

    private List<String> attributes(String key) {
        return collector.spans().stream()
                .flatMap(span -> span.getAttributesList().stream())
                .filter(attribute -> attribute.getKey().equals(key))
                .map(attribute -> attribute.getValue().getStringValue())
                .toList();
    }

    @Test
    @Order(5)
    void theUndoScriptTakesItAway() {
        cluster.server().close();
        ServerBuild.apply(build, "telemetry-undo.cli");
        assertThat(configuration()).isEqualTo(untouched);
        Map<String, Double> before = collector.metrics();
        int requests = collector.requests();
        cluster.server().start();
        cluster.awaitOnline(Cluster.NODE);
        user.login("--no-direct").succeeded();
        ssh();
        // seconds after the start, with an interval of one
        assertThat(collector.requests()).isEqualTo(requests);
        assertThat(collector.metrics()).isEqualTo(before);
    }
}
