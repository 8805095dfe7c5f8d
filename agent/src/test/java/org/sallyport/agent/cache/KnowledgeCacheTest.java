package org.sallyport.agent.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.agent.identity.Credentials;
import org.sallyport.agent.identity.DataDirectory;
import org.sallyport.agent.identity.IdentityStore;
import org.sallyport.agent.identity.TestCluster;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.api.resource.Strictness;
import org.sallyport.core.access.PresetRoles;

class KnowledgeCacheTest {
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

    @TempDir
    Path parent;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Clock clock = new Clock() {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    };
    private final TestCluster cluster = new TestCluster(clock);
    private final Resource<RoleSpec> access = PresetRoles.all().get(0);
    private final Resource<RoleSpec> editor = PresetRoles.all().get(1);
    private DataDirectory directory;
    private Credentials credentials;

    @BeforeEach
    void open() {
        directory = DataDirectory.open(parent.resolve("data"));
        credentials = new Credentials(new IdentityStore(directory), cluster.identity(1));
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private KnowledgeCache cache() {
        return new KnowledgeCache(directory, credentials, clock);
    }

    private KnowledgeCache synced() {
        KnowledgeCache cache = cache();
        cache.reset();
        cache.authorities(List.of(cluster.user.authority(), cluster.host.authority()));
        cache.put(access.withMetadata(access.metadata().withRevision(3)));
        cache.put(editor.withMetadata(editor.metadata().withRevision(4)));
        cache.synced(7);
        return cache;
    }

    private static List<String> names(KnowledgeCache cache) {
        return cache.roles().stream().map(Resource::name).sorted().toList();
    }

    @Test
    void beforeTheFirstWatchNothingIsAllowedAndTheJoinersAuthoritiesAreTrusted() {
        KnowledgeCache cache = cache();
        assertThat(cache.roles()).isEmpty();
        assertThat(cache.revision()).isZero();
        assertThat(cache.trust().authorities()).hasSize(2);
        assertThat(cache.age()).isGreaterThan(Duration.ofDays(365));
    }

    @Test
    void aNewStateIsInForceOnlyWhenItIsComplete() {
        KnowledgeCache cache = synced();
        long version = cache.trust().version();
        cache.reset();
        cache.put(editor.withMetadata(editor.metadata().withRevision(9)));
        assertThat(names(cache)).containsExactly("access", "editor");
        cache.synced(9);
        assertThat(names(cache)).containsExactly("editor");
        assertThat(cache.revision()).isEqualTo(9);
        assertThat(cache.trust().version()).isGreaterThan(version);
    }

    @Test
    void authoritiesOfALaterJoinComeBeforeThoseWatchedEarlier() {
        synced();
        now.set(now.get().plusSeconds(60));
        TestCluster rotated = new TestCluster(clock);
        credentials = new Credentials(new IdentityStore(directory), rotated.identity(1));
        assertThat(cache().trust().authorities())
                .containsExactlyInAnyOrder(rotated.user.authority(), rotated.host.authority());
        assertThat(names(cache())).containsExactly("access", "editor");
    }

    @Test
    void liveChangesAreInForceAtOnceAndSurviveARestart() {
        KnowledgeCache cache = synced();
        cache.delete("role", "access", 8);
        assertThat(names(cache)).containsExactly("editor");

        KnowledgeCache restarted = cache();
        assertThat(names(restarted)).containsExactly("editor");
        assertThat(restarted.revision()).isEqualTo(8);
        assertThat(restarted.trust().authorities()).isEqualTo(cache.trust().authorities());
    }

    @Test
    void whatIsKnownGrowsOldFromTheMomentTheWatchEnds() {
        KnowledgeCache cache = synced();
        now.set(START.plusSeconds(100));
        assertThat(cache.age()).isZero();
        cache.disconnected();
        now.set(START.plusSeconds(160));
        assertThat(cache.age()).isEqualTo(Duration.ofSeconds(60));
        assertThat(names(cache)).containsExactly("access", "editor");
        assertThat(cache().age()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aKilledAgentCountsFromTheLastConfirmation() {
        KnowledgeCache cache = synced();
        now.set(START.plusSeconds(300));
        cache.confirm();
        now.set(START.plusSeconds(310));
        assertThat(cache().age()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aResumedWatchAddsToWhatIsKnown() {
        synced();
        KnowledgeCache restarted = cache();
        restarted.disconnected();
        restarted.put(Resource.of(
                Metadata.named("cluster").withRevision(9),
                new ClusterConfigSpec("c", "p:1", "p:2", Duration.ofSeconds(15), Duration.ofSeconds(30), null)));
        restarted.synced(9);
        assertThat(names(restarted)).containsExactly("access", "editor");
        assertThat(restarted.clusterConfig().orElseThrow().clusterName()).isEqualTo("c");
    }

    @Test
    void thePolicyOfAlgorithmsHoldsAlsoAfterARestart() {
        KnowledgeCache cache = synced();
        assertThat(cache.sshAlgorithms()).isEqualTo(SshAlgorithms.ALL);
        SshAlgorithms policy = new SshAlgorithms(Optional.of(List.of("mlkem768x25519-sha256")), null, null);
        cache.put(Resource.of(
                Metadata.named("cluster").withRevision(9),
                new ClusterConfigSpec("c", "p:1", "p:2", null, null, Optional.of(policy))));
        assertThat(cache.sshAlgorithms()).isEqualTo(policy);
        assertThat(cache().sshAlgorithms()).isEqualTo(policy);
    }

    @Test
    void locksArriveAreToldAndSurviveARestart() {
        KnowledgeCache cache = synced();
        AtomicInteger told = new AtomicInteger();
        cache.whenChanged(told::incrementAndGet);
        assertThat(cache.lockMode()).isEqualTo(Strictness.BEST_EFFORT);
        cache.put(Resource.of(
                Metadata.named("l").withRevision(8), new LockSpec(LockTarget.ofUser("ann"), "laptop lost")));
        assertThat(told).hasValue(1);
        assertThat(cache.locks()).extracting(Resource::name).containsExactly("l");
        assertThat(cache().locks()).isEqualTo(cache.locks());
        cache.put(Resource.of(
                Metadata.named("cluster").withRevision(9),
                new ClusterConfigSpec("c", "p:1", "p:2", null, null, null, Optional.of(Strictness.STRICT), null)));
        assertThat(cache().lockMode()).isEqualTo(Strictness.STRICT);
        cache.delete("lock", "l", 10);
        assertThat(told).hasValue(3);
        assertThat(cache.locks()).isEmpty();
    }

    @Test
    void whatThisVersionDoesNotUnderstandIsAskedForAgainByTheNext() {
        KnowledgeCache cache = synced();
        cache.leaveOut("role", "access", 8);
        assertThat(names(cache)).containsExactly("editor");
        assertThat(cache.revision()).isEqualTo(8);
        assertThat(cache().revision()).isZero();
    }

    @Test
    void aDamagedCopyIsOnlyACopy() throws Exception {
        synced();
        Path file = directory.path().resolve("cluster.json");
        byte[] good = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(good, good.length / 2));
        assertThat(cache().revision()).isZero();
        assertThat(cache().roles()).isEmpty();
    }

    @Test
    void anotherClustersCopyIsNotUsed() throws Exception {
        synced();
        Path file = directory.path().resolve("cluster.json");
        Files.writeString(file, Files.readString(file).replace(TestCluster.ID, "00000000-0000-0000-0000-000000000000"));
        assertThat(cache().roles()).isEmpty();
    }
}
