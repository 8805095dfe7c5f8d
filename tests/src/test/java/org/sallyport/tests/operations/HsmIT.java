package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

/** CA keys in a PKCS#11 module (SoftHSM2): a cluster moves into it by one rotation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HsmIT {
    private static final String NAME = "spthsm";
    private static final String TARGET = NAME + "@" + Cluster.NODE + "." + Cluster.NAME;
    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");

    private OsAccount account;
    private Cluster cluster;
    private UserSession user;
    private Path tokens;

    @BeforeAll
    void start() {
        Assumptions.assumeTrue(Files.exists(LIBRARY), "needs Debian's softhsm2");
        TestNetwork network = TestNetwork.open("h");
        if (!network.isolated()) {
            network.close();
        }
        Assumptions.assumeTrue(network.isolated(), "needs network namespaces, that is root");
        Path directory = Cluster.newDirectory();
        tokens = directory.resolve("softhsm");
        Programs.write(tokens.resolve("tokens/README"), "made by a test\n");
        Programs.write(
                tokens.resolve("softhsm2.conf"),
                "directories.tokendir = " + tokens.resolve("tokens") + "\nobjectstore.backend = file\n");
        account = OsAccount.create(NAME);
        Path build = ServerBuild.copy(directory.resolve("build"));
        ServerProcess server = new ServerProcess(network.server(), directory.resolve("server"), build)
                .brief()
                .with("SOFTHSM2_CONF", tokens.resolve("softhsm2.conf").toString());
        cluster = Cluster.start(network, directory, server);
        user = cluster.newUser(NAME, "access", NAME);
        user.login("--no-direct").succeeded();
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

    /** @return its slot */
    private String initToken(String pin) {
        String out = cluster.server()
                .host()
                .command(
                        "softhsm2-util",
                        "--init-token",
                        "--free",
                        "--label=sallyport",
                        "--pin=" + pin,
                        "--so-pin=" + UUID.randomUUID())
                .with("SOFTHSM2_CONF", tokens.resolve("softhsm2.conf").toString())
                .run()
                .succeeded()
                .all();
        Matcher slot = Pattern.compile("slot (\\d+)").matcher(out);
        assertThat(slot.find()).as(out).isTrue();
        return slot.group(1);
    }

    private void configure(String slot, Path pinFile) {
        try {
            Path properties = cluster.server().data().resolve("server.properties");
            Files.writeString(
                    properties,
                    Files.readString(properties) + "\nsallyport.pkcs11.library=" + LIBRARY
                            + "\nsallyport.pkcs11.slot=" + slot + "\nsallyport.pkcs11.name=hsm-1"
                            + "\nsallyport.pkcs11.pin.file=" + pinFile + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode status(String ca) {
        return cluster.admin().json("admin", "auth", "status", ca).get(0);
    }

    private void rotate(String ca) {
        for (String phase : List.of("init", "update_clients", "update_servers", "standby")) {
            cluster.admin().json("admin", "auth", "rotate", ca, "--phase=" + phase);
            Await.until(
                    "no agent is behind in " + phase,
                    Duration.ofSeconds(60),
                    () -> !status(ca).get("laggards").findValuesAsText("online").contains("true"),
                    () -> status(ca).toPrettyString() + cluster.agent().tail());
            user.ssh(TARGET, "true").run().succeeded();
        }
    }

    @Test
    @Order(1)
    void aClusterMovesIntoTheModuleByOneRotation() throws Exception {
        String pin = UUID.randomUUID().toString();
        Path pinFile = tokens.resolve("pin");
        Programs.write(pinFile, pin + "\n");
        Files.setPosixFilePermissions(pinFile, PosixFilePermissions.fromString("rw-------"));
        configure(initToken(pin), pinFile);
        cluster.server().kill();
        cluster.server().start();
        cluster.awaitOnline(Cluster.NODE);
        assertThat(status("host").get("active").get(0).get("holder").asText()).isEqualTo("store");

        rotate("host");
        assertHeldByModule("host");
        for (String phase : List.of("init", "update_clients", "update_servers")) {
            cluster.admin().json("admin", "auth", "rotate", "user", "--phase=" + phase);
        }
        user.pin(status("host").get("active").get(0).get("pin").asText());
        user.login("--no-direct").succeeded();
        cluster.admin().json("admin", "auth", "rotate", "user", "--phase=standby");
        assertHeldByModule("user");
        user.ssh(TARGET, "id -un").run().succeeded();
    }

    private void assertHeldByModule(String ca) {
        JsonNode key = status(ca).get("active").get(0);
        assertThat(key.get("holder").asText()).isEqualTo("hsm-1");
        assertThat(key.get("algorithm").asText()).isEqualTo("ecdsa-sha2-nistp256");
    }

    @Test
    @Order(2)
    void afterARestartTheKeysAreFoundAgainAndSign() {
        cluster.server().kill();
        cluster.server().start();
        cluster.awaitOnline(Cluster.NODE);
        user.login("--no-direct").succeeded();
        assertThat(user.ssh(TARGET, "id -un").run().succeeded().out()).isEqualTo(NAME + "\n");
        assertHeldByModule("host");
    }
}
