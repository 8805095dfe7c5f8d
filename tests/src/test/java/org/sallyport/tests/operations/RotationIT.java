package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.sallyport.tests.cluster.AgentProcess;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.OsAccount;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.ServerBuild;
import org.sallyport.tests.cluster.ServerProcess;
import org.sallyport.tests.cluster.TestNetwork;
import org.sallyport.tests.cluster.UserSession;

/** CA keys exchanged under load, as docs/guides/ca-rotation.md says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RotationIT {
    private static final String NAME = "sptrotate";
    private static final String SSH = "ssh_service:\n  enabled: true\n";
    private static final String TARGET = NAME + "@" + Cluster.NODE + "." + Cluster.NAME;

    private OsAccount account;
    private Cluster cluster;
    /** Inside HTTPS: its ProxyCommand follows the rotation by itself. */
    private UserSession user;
    /** By the SSH port, with nothing but what the last login wrote. */
    private UserSession direct;

    @BeforeAll
    void start() {
        TestNetwork network = TestNetwork.open("r");
        if (!network.isolated()) {
            network.close();
        }
        Assumptions.assumeTrue(network.isolated(), "needs network namespaces, that is root");
        Path directory = Cluster.newDirectory();
        account = OsAccount.create(NAME);
        Path build = ServerBuild.copy(directory.resolve("build"));
        cluster = Cluster.start(
                network, directory, new ServerProcess(network.server(), directory.resolve("server"), build).brief());
        user = cluster.newUser(NAME, "access", NAME);
        user.login("--no-direct").succeeded();
        direct = cluster.newUser(NAME + "-direct", "access", NAME);
        direct.login("--direct").succeeded();
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (account != null) {
            account.close();
        }
    }

    private JsonNode step(String ca, String phase) {
        return cluster.admin().json("admin", "auth", "rotate", ca, "--phase=" + phase);
    }

    private JsonNode status(String ca) {
        return cluster.admin().json("admin", "auth", "status", ca).get(0);
    }

    private void awaitNobodyBehind(String ca) {
        Await.until(
                "no agent is behind",
                Duration.ofSeconds(60),
                () -> online(status(ca)).isEmpty(),
                () -> status(ca).toPrettyString() + cluster.agent().tail());
    }

    private static List<String> online(JsonNode status) {
        return StreamSupport.stream(status.get("laggards").spliterator(), false)
                .filter(agent -> agent.get("online").asBoolean())
                .map(agent -> agent.get("name").asText())
                .toList();
    }

    private SessionLoad load() {
        return new SessionLoad()
                .keep(() -> user.ssh(TARGET, SessionLoad.echo()))
                .keep(() -> direct.ssh(TARGET, SessionLoad.echo()))
                .repeat(() -> user.ssh(TARGET, "true"))
                .repeat(() -> direct.ssh(TARGET, "true"));
    }

    private AgentProcess agent(String name) {
        AgentProcess agent = cluster.newAgent(name)
                .configure(cluster.server().publicAddress(), pin(), cluster.token(), SSH)
                .start();
        cluster.awaitOnline(name);
        return agent;
    }

    /** Of the key that signs now; whoever joins or logs in anew is given this one. */
    private String pin() {
        return status("host").get("active").get(0).get("pin").asText();
    }

    private UserSession newUser(String suffix) {
        cluster.pin(pin());
        return cluster.newUser(NAME + "-" + suffix, "access", NAME);
    }

    private void relogin(UserSession who, String... options) {
        who.pin(pin());
        who.login(options).succeeded();
    }

    @Test
    @Order(1)
    void theHostCaIsRotatedUnderLoadAndNobodyNotices() throws Exception {
        String before = pin();
        UserSession late = newUser("late");
        late.login("--no-direct").succeeded();
        AgentProcess away = agent("away");
        AgentProcess gone = agent("gone");
        away.close();
        gone.close();
        try (SessionLoad load = load()) {
            assertThat(step("host", "init").get("phase").asText()).isEqualTo("init");
            awaitNobodyBehind("host");
            load.holds("in init");
            load.between(() -> relogin(direct, "--direct"));

            step("host", "update_clients");
            awaitNobodyBehind("host");
            load.holds("in update_clients");

            step("host", "update_servers");
            awaitNobodyBehind("host");
            load.holds("in update_servers");
            away.start();
            cluster.awaitOnline("away");
            assertThat(Programs.read(away.log())).contains("CA keys changed while this agent was away");
            awaitNobodyBehind("host");

            step("host", "standby");
            load.holds("after the rotation");
            load.end();
        }
        assertThat(pin()).isNotEqualTo(before);
        assertThat(cluster.isOnline("away")).isTrue();
        assertThat(cluster.audit("--event=ca.rotated")).hasSize(4);
        away.close();
        whoMissedItIsTold(late, gone);
    }

    private void whoMissedItIsTold(UserSession late, AgentProcess gone) {
        Command.Result refused = late.ssh(TARGET, "true").run();
        assertThat(refused.exitCode()).isEqualTo(255);
        assertThat(refused.stderr()).contains("host CA was rotated since", "--ca-pin");
        Command.Result login = late.login("--no-direct");
        assertThat(login.exitCode()).isNotZero();
        assertThat(login.stderr()).contains("host CA was rotated since");
        relogin(late, "--no-direct");
        late.ssh(TARGET, "true").run().succeeded();

        gone.start();
        Await.until(
                "the agent says what to do",
                Duration.ofSeconds(60),
                () -> Programs.read(gone.log()).contains("No trust between this agent and the cluster"),
                gone::tail);
        gone.close();
        assertThat(gone.data().resolve("identity.json").toFile().delete()).isTrue();
        gone.configure(cluster.server().publicAddress(), pin(), cluster.token(), SSH)
                .start();
        cluster.awaitOnline("gone");
        gone.close();
    }

    @Test
    @Order(2)
    void theUserCaIsRotatedUnderLoadAndOldCertificatesServeUntilTheEnd() throws Exception {
        UserSession fresh = newUser("fresh");
        try (SessionLoad load = load()) {
            for (String phase : List.of("init", "update_clients", "update_servers")) {
                step("user", phase);
                awaitNobodyBehind("user");
                load.holds("in " + phase + ", with certificates from before");
            }
            relogin(fresh, "--no-direct");
            fresh.ssh(TARGET, "true").run().succeeded();
            // those that begin from now on have certificates of the new key
            load.between(() -> relogin(user, "--no-direct"));
            load.between(() -> relogin(direct, "--direct"));
            load.holds("with new certificates");
            step("user", "standby");
            load.holds("after the rotation");
            load.end();
        }
    }

    @Test
    @Order(3)
    void aCertificateFromBeforeIsRefusedAfterwardsSayingWhatToDo() {
        UserSession old = newUser("old");
        relogin(old, "--direct");
        for (String phase : List.of("init", "update_clients", "update_servers", "standby")) {
            old.ssh(TARGET, "true").run().succeeded();
            step("user", phase);
            awaitNobodyBehind("user");
        }
        Command.Result refused = old.ssh(TARGET, "true").run();
        assertThat(refused.exitCode()).isEqualTo(255);
        assertThat(refused.stderr()).contains("rotated", "sallyport login");
        relogin(old, "--direct");
        old.ssh(TARGET, "true").run().succeeded();
        relogin(user, "--no-direct");
        relogin(direct, "--direct");
    }

    @Test
    @Order(4)
    void aRotationIsTakenBackUnderLoad() throws Exception {
        String before = pin();
        try (SessionLoad load = load()) {
            step("host", "init");
            awaitNobodyBehind("host");
            load.between(() -> relogin(direct, "--direct"));
            for (String phase : List.of("update_clients", "update_servers")) {
                step("host", phase);
                awaitNobodyBehind("host");
                load.holds("in " + phase);
            }
            assertThat(cluster.admin()
                            .json("admin", "auth", "rollback", "host")
                            .get("phase")
                            .asText())
                    .isEqualTo("rollback");
            awaitNobodyBehind("host");
            load.holds("in rollback");
            Command.Result forward = cluster.admin()
                    .cli("admin", "auth", "rotate", "host", "--phase=update_clients")
                    .run();
            assertThat(forward.exitCode()).isEqualTo(6);
            assertThat(forward.stderr()).contains("allowed is standby");
            step("host", "standby");
            load.holds("after the rollback");
            load.end();
        }
        assertThat(pin()).isEqualTo(before);
    }

    @Test
    @Order(5)
    void anAgentThatDoesNotFollowIsNamedUntilItDoes() {
        AgentProcess slow = agent("slow");
        try {
            signal(slow, "STOP");
            step("host", "init");
            JsonNode behind = status("host").get("laggards");
            assertThat(behind.findValuesAsText("name")).contains("slow");
            Await.until(
                    "only the frozen agent is behind",
                    Duration.ofSeconds(30),
                    () -> status("host")
                            .get("laggards")
                            .findValuesAsText("name")
                            .equals(List.of("slow")),
                    () -> status("host").toPrettyString());
            assertThat(cluster.admin()
                            .cli("admin", "auth", "status", "host")
                            .run()
                            .succeeded()
                            .out())
                    .contains("slow does not know the new keys yet");
            signal(slow, "CONT");
            awaitNobodyBehind("host");
            cluster.awaitOnline("slow");
        } finally {
            signal(slow, "CONT");
            slow.close();
        }
        cluster.admin().json("admin", "auth", "rollback", "host");
        step("host", "standby");
    }

    private static void signal(AgentProcess agent, String name) {
        Stream.concat(Stream.of(agent.handle()), agent.handle().descendants()).forEach(process -> agent.host()
                .command("kill", "-" + name, Long.toString(process.pid()))
                .run());
    }

    @Test
    @Order(6)
    void aScheduleGoesOnByItselfAlsoAfterTheServerWasKilled() {
        String before = pin();
        cluster.admin().json("admin", "auth", "rotate", "host", "--grace=45s");
        awaitNobodyBehind("host");
        cluster.server().kill();
        cluster.server().start();
        cluster.awaitOnline(Cluster.NODE);
        Await.until(
                "the rotation ends by itself",
                Duration.ofSeconds(120),
                () -> status("host").get("phase").asText().equals("standby"),
                () -> status("host").toPrettyString() + cluster.server().tail());
        assertThat(pin()).isNotEqualTo(before);
        assertThat(cluster.isOnline(Cluster.NODE)).isTrue();
    }

    @Test
    @Order(7)
    void withoutGraceWhoeverHasACertificateHasToGetAnother() {
        cluster.admin()
                .cli("admin", "auth", "rotate", "host", "--grace=0s")
                .run()
                .succeeded();
        Await.until(
                "the agent says what to do",
                Duration.ofSeconds(60),
                () -> Programs.read(cluster.agent().log()).contains("CA keys may have been rotated"),
                cluster.agent()::tail);
        Command.Result refused = user.ssh(TARGET, "true").run();
        assertThat(refused.exitCode()).isEqualTo(255);
        assertThat(refused.stderr()).contains("host CA was rotated since");
    }
}
