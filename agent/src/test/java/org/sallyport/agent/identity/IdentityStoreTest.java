package org.sallyport.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.SshKeys;

class IdentityStoreTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private final TestCluster cluster = new TestCluster(Clock.fixed(NOW, ZoneOffset.UTC));

    @TempDir
    Path parent;

    private Path path;

    @BeforeEach
    void name() {
        path = parent.resolve("a/data");
    }

    @Test
    void whatIsSavedIsLoaded() {
        AgentIdentity identity = cluster.identity(3023);
        try (DataDirectory directory = DataDirectory.open(path)) {
            IdentityStore store = new IdentityStore(directory);
            assertThat(store.load()).isEmpty();
            store.save(identity);
        }
        AgentIdentity loaded = IdentityStore.peek(path).orElseThrow();
        assertThat(loaded.hostId()).isEqualTo(identity.hostId());
        assertThat(loaded.services()).isEqualTo(identity.services());
        assertThat(SshKeys.line(loaded.tunnelCertificate())).isEqualTo(SshKeys.line(identity.tunnelCertificate()));
        assertThat(loaded.tlsChain()).isEqualTo(identity.tlsChain());
        assertThat(loaded.authorities()).isEqualTo(identity.authorities());
        assertThat(loaded.cluster()).isEqualTo(identity.cluster());
        byte[] message = {1, 2, 3};
        byte[] signature = SshKeys.sign(
                loaded.keys().tunnel().getPrivate(), loaded.keys().tunnel().getPublic(), message);
        assertThat(SshKeys.verify(identity.keys().tunnel().getPublic(), "ssh-ed25519", message, signature))
                .isTrue();
    }

    @Test
    void nobodyElseMayRead() throws Exception {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (DataDirectory directory = DataDirectory.open(path)) {
            new IdentityStore(directory).save(cluster.identity(1));
            assertThat(mode(path)).isEqualTo("rwx------");
            assertThat(mode(path.resolve("identity.json"))).isEqualTo("rw-------");
            assertThat(mode(path.resolve("lock"))).isEqualTo("rw-------");
            assertThat(mode(directory.directory("audit"))).isEqualTo("rwx------");
        }
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void twoAgentsCannotShareADirectory() {
        try (DataDirectory first = DataDirectory.open(path)) {
            assertThat(DataDirectory.held(first.path())).isTrue();
            assertThatThrownBy(() -> DataDirectory.open(path))
                    .isInstanceOfSatisfying(
                            SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE))
                    .hasMessageContaining("in use by another agent");
        }
        assertThat(DataDirectory.held(path)).isFalse();
        DataDirectory.open(path).close();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsToldWithItsRemedy() throws Exception {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "a file");
        assertThatThrownBy(() -> DataDirectory.open(path))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                .hasMessageContaining("data_dir: " + path);
    }

    @Test
    void aCrashWhileSavingLeavesTheOldIdentity() throws Exception {
        AgentIdentity identity = cluster.identity(1);
        try (DataDirectory directory = DataDirectory.open(path)) {
            IdentityStore store = new IdentityStore(directory);
            store.save(identity);
            Files.writeString(path.resolve("identity.json.new"), "half of it");
            assertThat(store.load().orElseThrow().hostId()).isEqualTo(identity.hostId());
            store.save(identity);
            assertThat(path.resolve("identity.json.new")).doesNotExist();
        }
    }

    @Test
    void damageIsToldWhereverItIs() throws Exception {
        try (DataDirectory directory = DataDirectory.open(path)) {
            IdentityStore store = new IdentityStore(directory);
            store.save(cluster.identity(1));
            byte[] good = Files.readAllBytes(path.resolve("identity.json"));
            Random random = new Random(5);
            for (int i = 0; i < 100; i++) {
                Files.write(path.resolve("identity.json"), java.util.Arrays.copyOf(good, random.nextInt(good.length)));
                assertThatThrownBy(store::load)
                        .isInstanceOf(SallyportException.class)
                        .hasMessageContaining("is damaged");
            }
        }
    }

    @Test
    void renewalIsDueAtTwoThirds() {
        AgentIdentity identity = cluster.identity(1);
        assertThat(identity.renewAt()).isEqualTo(NOW.plus(Duration.ofHours(16)));
        assertThat(identity.expired(NOW.plus(Duration.ofHours(24)))).isTrue();
        assertThat(identity.expired(NOW.plus(Duration.ofHours(23)))).isFalse();
    }
}
