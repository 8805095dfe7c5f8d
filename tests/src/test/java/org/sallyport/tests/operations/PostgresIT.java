package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.OsAccount;
import org.sallyport.tests.cluster.PostgresProcess;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.ServerBuild;
import org.sallyport.tests.cluster.ServerProcess;
import org.sallyport.tests.cluster.TestNetwork;
import org.sallyport.tests.cluster.UserSession;

/** A server that keeps its state in PostgreSQL, configured as docs/guides/install.md says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PostgresIT {
    private static final String NAME = "sptpg";
    private static final String TARGET = NAME + "@" + Cluster.NODE + "." + Cluster.NAME;

    private OsAccount account;
    private PostgresProcess postgres;
    private Cluster cluster;
    private UserSession user;

    @BeforeAll
    void start() {
        TestNetwork network = TestNetwork.open("p");
        if (!network.isolated()) {
            network.close();
        }
        Assumptions.assumeTrue(network.isolated(), "needs network namespaces, that is root");
        Path directory = Cluster.newDirectory();
        account = OsAccount.create(NAME);
        postgres = new PostgresProcess(network.server(), directory.resolve("postgres")).start();
        Path build = ServerBuild.copy(directory.resolve("build"));
        ServerBuild.apply(build, "datasource-postgresql.cli");
        ServerProcess server = new ServerProcess(network.server(), directory.resolve("server"), build).brief();
        Programs.write(server.data().resolve("server.properties"), postgres.properties());
        cluster = Cluster.start(network, directory, server);
        user = cluster.newUser(NAME, "access", NAME);
        user.login("--direct").succeeded();
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (account != null) {
            account.close();
        }
    }

    @Test
    @Order(1)
    void sessionsAndTheirAuditWorkOnPostgres() {
        assertThat(user.ssh(TARGET, "id -un").run().succeeded().out()).isEqualTo(NAME + "\n");
        assertThat(cluster.awaitAudit("--event=session.end", "--user=" + NAME)).isNotEmpty();
        assertThat(Programs.read(cluster.server().log())).contains("PostgreSQL");
    }

    @Test
    @Order(2)
    void openSessionsLiveOnWithoutTheDatabaseAndNewOnesWaitForIt() throws Exception {
        Process open = user.ssh(TARGET, "while read line; do echo \"got $line\"; done; echo ended")
                .pipe();
        try (Writer in = open.outputWriter();
                BufferedReader out = open.inputReader()) {
            exchange(in, out, "before");
            JsonNode started = cluster.awaitAudit("--event=session.start", "--user=" + NAME, "--limit=1");
            String session = started.get(0).get("session_id").asText();

            postgres.stop();
            for (int i = 0; i < 20; i++) {
                exchange(in, out, "line " + i + " without a database");
            }
            Command.Result refused = user.ssh(TARGET, "true").run();
            assertThat(refused.exitCode()).isEqualTo(255);
            assertThat(refused.stderr()).contains("store: the database does not answer");
            Command.Result listed = user.cli("ls").run();
            assertThat(listed.exitCode()).isNotZero();
            assertThat(listed.stderr().lines()).hasSize(1);
            assertThat(listed.stderr()).contains("store: the database does not answer");
            exchange(in, out, "still there");

            postgres.start();
            Await.until(
                    "new sessions work again",
                    Duration.ofSeconds(60),
                    () -> user.ssh(TARGET, "true").run().exitCode() == 0,
                    () -> cluster.server().tail());
            exchange(in, out, "after");
            in.close();
            assertThat(out.readLine()).isEqualTo("ended");
            assertThat(open.waitFor(20, TimeUnit.SECONDS)).isTrue();
            Await.until(
                    "the session's end is in the audit log",
                    Duration.ofSeconds(60),
                    () -> auditOnceItAnswers("--session=" + session).contains("session.end"),
                    () -> cluster.server().tail());
        } finally {
            open.destroyForcibly();
        }
        assertThat(auditOnceItAnswers("--event=tunnel.down"))
                .as("the agent kept its tunnel")
                .doesNotContain("tunnel.down");
        assertThat(stackTraces()).as("of an outage that is told in words").isEmpty();
    }

    /** The worst moment to lose the database: a change is made, its commit on the way, and nobody knows if it came. */
    @Test
    @Order(3)
    void aChangeWhoseCommitIsLostIsToldAndTheServerGoesOn() {
        postgres.execute("""
                create function lose() returns trigger language plpgsql as
                    'begin perform pg_terminate_backend(pg_backend_pid()); return null; end';
                create constraint trigger lost after insert on audit_event
                    deferrable initially deferred for each row execute function lose();
                """);
        Command.Result lost = addUser("lost");
        postgres.execute("drop trigger lost on audit_event; drop function lose");
        assertThat(lost.exitCode()).isNotZero();
        assertThat(lost.stderr().lines()).hasSize(1);
        assertThat(lost.stderr()).contains("store: the database did not confirm a change");
        Await.until(
                "changes are made again",
                Duration.ofSeconds(60),
                () -> addUser("found").exitCode() == 0,
                () -> cluster.server().tail());
        assertThat(auditOnceItAnswers("--event=invite.created"))
                .contains("\"found\"")
                .doesNotContain("\"lost\"");
        assertThat(stackTraces()).as("of a loss that is told in words").isEmpty();
    }

    private Command.Result addUser(String name) {
        return cluster.admin()
                .cli("admin", "users", "add", name, "--roles=access", "--logins=" + NAME)
                .run();
    }

    private List<String> stackTraces() {
        return Programs.read(cluster.server().log())
                .lines()
                .filter(line -> line.startsWith("\tat "))
                .toList();
    }

    /** A broken connection that nobody met yet leaves the pool with the next validation, within ten seconds. */
    private String auditOnceItAnswers(String option) {
        Command.Result[] answer = new Command.Result[1];
        Await.until(
                "the audit log answers again",
                Duration.ofSeconds(30),
                () -> {
                    answer[0] = cluster.admin()
                            .cli("audit", "search", option, "--format=json")
                            .run();
                    return answer[0].exitCode() == 0;
                },
                () -> answer[0].stderr());
        return answer[0].out().strip();
    }

    private static void exchange(Writer in, BufferedReader out, String line) throws IOException {
        in.write(line + "\n");
        in.flush();
        assertThat(out.readLine()).isEqualTo("got " + line);
    }

    @Test
    @Order(4)
    void aRestartedServerFindsItsClusterAgain() {
        String before = cluster.server().ping().succeeded().out();
        cluster.server().kill();
        cluster.server().start();
        assertThat(cluster.server().ping().succeeded().out()).isEqualTo(before);
        cluster.awaitOnline(Cluster.NODE);
        assertThat(user.ssh(TARGET, "true").run().exitCode()).isZero();
    }
}
