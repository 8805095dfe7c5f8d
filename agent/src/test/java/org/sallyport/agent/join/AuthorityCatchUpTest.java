package org.sallyport.agent.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.agent.cache.KnowledgeCache;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.identity.Credentials;
import org.sallyport.agent.identity.DataDirectory;
import org.sallyport.agent.identity.IdentityStore;
import org.sallyport.agent.identity.TestCluster;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.RotationPhase;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.ca.CaKeySet;
import org.sallyport.core.ca.CaKeys;

class AuthorityCatchUpTest {
    @TempDir
    Path parent;

    private final Clock clock = Clock.systemUTC();
    private final TestCluster cluster = new TestCluster(clock);
    private final CaKeySet fresh = CaKeySet.generate(CaType.HOST, "test", clock);
    private final List<Authority> asked = new ArrayList<>();
    private DataDirectory directory;
    private AgentIdentity identity;
    private KnowledgeCache cache;

    @BeforeEach
    void open() {
        directory = DataDirectory.open(parent.resolve("data"));
        identity = cluster.identity(1);
        cache = cache();
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private KnowledgeCache cache() {
        return new KnowledgeCache(directory, new Credentials(new IdentityStore(directory), identity), clock);
    }

    private void catchUp(Function<Authority, List<Authority>> server) {
        new AuthorityCatchUp(
                        cache,
                        known -> {
                            asked.add(known);
                            return server.apply(known);
                        },
                        Path.of("identity.json"))
                .catchUp();
    }

    private List<Authority> rotated() {
        CaKeys host = new CaKeys(CaType.HOST, RotationPhase.UPDATE_SERVERS, List.of(fresh), cluster.host.active());
        return List.of(cluster.user.authority(), host.authority());
    }

    @Test
    void newKeysAreLearntFromAServerThatProvesItselfUnderTheOldAndOutliveARestart() {
        watchedAndAway();
        catchUp(known -> rotated());
        assertThat(asked).containsExactly(cluster.host.authority());
        assertThat(cache.trust().authorities()).isEqualTo(rotated());
        assertThat(cache.caUse().certificatesBehind(rotated().get(1))).isPresent();
        assertThat(cache().trust().authorities()).isEqualTo(rotated());
    }

    private void watchedAndAway() {
        cache.reset();
        cache.authorities(List.of(cluster.user.authority(), cluster.host.authority()));
        cache.synced(7);
        cache.disconnected();
    }

    @Test
    void nothingIsLearntFromAServerThatCannotProveItself() {
        catchUp(known -> {
            throw new SallyportException(ErrorCode.CA_PIN_MISMATCH, "TLS: somebody is in between");
        });
        assertThat(cache.trust().authorities())
                .containsExactlyInAnyOrder(cluster.user.authority(), cluster.host.authority());
    }

    @Test
    void whatTheWatchSaysIsNotOverruled() {
        cache.reset();
        cache.authorities(List.of(cluster.user.authority(), cluster.host.authority()));
        cache.synced(7);
        catchUp(known -> rotated());
        assertThat(cache.trust().authorities())
                .containsExactlyInAnyOrder(cluster.user.authority(), cluster.host.authority());
    }

    @Test
    void whoeverWaitsForNewKeysIsWoken() throws Exception {
        long before = cache.authorityChanges();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                cache.awaitAuthorities(before, java.time.Duration.ofHours(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        catchUp(known -> rotated());
        assertThat(waiting.join(java.time.Duration.ofSeconds(20))).isTrue();
    }
}
