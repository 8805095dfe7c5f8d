package org.sallyport.agent.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.agent.config.TokenSource;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.identity.AgentKeys;
import org.sallyport.agent.identity.DataDirectory;
import org.sallyport.agent.identity.IdentityStore;
import org.sallyport.agent.identity.TestCluster;
import org.sallyport.agent.retry.Backoff;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.JoinRequest;
import org.sallyport.api.rest.JoinResponse;
import org.sallyport.core.join.JoinProof;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

class JoiningTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @TempDir
    Path parent;

    private final TestCluster cluster = new TestCluster(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Deque<SallyportException> refusals = new ArrayDeque<>();
    private final List<JoinRequest> requests = new ArrayList<>();
    private final List<Optional<AgentIdentity>> knownWhenAsked = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private DataDirectory directory;
    private IdentityStore store;

    @BeforeEach
    void open() {
        directory = DataDirectory.open(parent.resolve("data"));
        store = new IdentityStore(directory);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private Joining joining(Instant now) {
        return new Joining(
                store,
                known -> request -> {
                    knownWhenAsked.add(known);
                    return answer(request);
                },
                new Backoff(new Random(1)),
                pauses::add,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private JoinResponse answer(JoinRequest request) {
        requests.add(request);
        if (!refusals.isEmpty()) {
            throw refusals.poll();
        }
        AgentKeys keys = new AgentKeys(
                new java.security.KeyPair(SshKeys.parsePublic(request.hostPublicKey()), null),
                new java.security.KeyPair(SshKeys.parsePublic(request.tunnelPublicKey()), null),
                new java.security.KeyPair(TlsKeys.parsePublic(request.tlsPublicKey()), null));
        String hostId = request.hostId().isEmpty() ? TestCluster.HOST_ID : request.hostId();
        return cluster.answer(hostId, request.services(), keys, 3023);
    }

    private static Joining.Wish wish(String token, ServiceType... services) {
        return new Joining.Wish(
                "node-1", Set.of(services), Optional.ofNullable(token).map(t -> new TokenSource(new Secret(t))));
    }

    private static SallyportException failure(ErrorCode code) {
        return new SallyportException(code, code + " happened");
    }

    @Test
    void joinsOnceAndIsTheSameAgentAfterARestart() throws Exception {
        AgentIdentity joined = joining(NOW).ensure(wish("a.b", ServiceType.SSH));

        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.token()).isEqualTo("a.b");
            assertThat(request.hostId()).isEmpty();
            assertThat(request.proof()).isEmpty();
            assertThat(request.nodeName()).isEqualTo("node-1");
        });
        AgentIdentity again = joining(NOW.plusSeconds(60)).ensure(wish(null, ServiceType.SSH));
        assertThat(again.hostId()).isEqualTo(joined.hostId());
        assertThat(again.keys().tunnelLine()).isEqualTo(joined.keys().tunnelLine());
        assertThat(requests).hasSize(1);
    }

    @Test
    void insistsWhileTheClusterIsAwayAndOnlyThen() throws Exception {
        refusals.addAll(List.of(
                failure(ErrorCode.PROXY_UNREACHABLE),
                failure(ErrorCode.PROXY_UNREACHABLE),
                failure(ErrorCode.RATE_LIMITED)));
        joining(NOW).ensure(wish("a.b", ServiceType.SSH));
        assertThat(requests).hasSize(4);
        assertThat(pauses).hasSize(3);
    }

    @Test
    void aRefusalIsFinal() {
        for (ErrorCode code :
                List.of(ErrorCode.JOIN_REFUSED, ErrorCode.CA_PIN_MISMATCH, ErrorCode.CERTIFICATE_UNTRUSTED)) {
            refusals.add(failure(code));
            assertThatThrownBy(() -> joining(NOW).ensure(wish("a.b", ServiceType.SSH)))
                    .isInstanceOfSatisfying(
                            SallyportException.class, e -> assertThat(e.code()).isEqualTo(code));
        }
        assertThat(pauses).isEmpty();
        assertThat(store.load()).isEmpty();
    }

    @Test
    void withoutATokenThereIsNoFirstJoin() {
        assertThatThrownBy(() -> joining(NOW).ensure(wish(null, ServiceType.SSH)))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("no token");
    }

    @Test
    void aServiceIsAddedInPlaceWithTheSameHostIdAndProof() throws Exception {
        AgentIdentity first = joining(NOW).ensure(wish("a.b", ServiceType.SSH));
        AgentIdentity both = joining(NOW).ensure(wish("new.token", ServiceType.SSH, ServiceType.APP));

        assertThat(both.hostId()).isEqualTo(first.hostId());
        assertThat(both.keys().hostLine()).isEqualTo(first.keys().hostLine());
        assertThat(both.services()).containsExactlyInAnyOrder(ServiceType.SSH, ServiceType.APP);
        JoinRequest request = requests.getLast();
        assertThat(request.hostId()).isEqualTo(first.hostId());
        assertThat(request.tunnelCertificate()).isEqualTo(SshKeys.line(first.tunnelCertificate()));
        assertThat(JoinProof.verify(request, first.keys().tunnel().getPublic())).isTrue();
        assertThat(knownWhenAsked.getLast().orElseThrow().hostId()).isEqualTo(first.hostId());
        assertThat(store.load().orElseThrow().services()).isEqualTo(both.services());
    }

    @Test
    void aSpentTokenAddsNothingAndCostsNothing() throws Exception {
        AgentIdentity first = joining(NOW).ensure(wish("a.b", ServiceType.SSH));
        for (ErrorCode code : List.of(ErrorCode.JOIN_REFUSED, ErrorCode.PROXY_UNREACHABLE)) {
            refusals.add(failure(code));
            AgentIdentity still = joining(NOW).ensure(wish("a.b", ServiceType.SSH, ServiceType.APP));
            assertThat(still.services()).containsExactly(ServiceType.SSH);
            assertThat(still.hostId()).isEqualTo(first.hostId());
        }
        AgentIdentity withoutToken = joining(NOW).ensure(wish(null, ServiceType.SSH, ServiceType.APP));
        assertThat(withoutToken.services()).containsExactly(ServiceType.SSH);
    }

    @Test
    void anAgentThatWasAwayForTooLongComesBackUnderItsHostId() throws Exception {
        AgentIdentity first = joining(NOW).ensure(wish("a.b", ServiceType.SSH));
        Instant late = NOW.plus(Duration.ofDays(3));

        assertThatThrownBy(() -> joining(late).ensure(wish(null, ServiceType.SSH)))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CERTIFICATE_EXPIRED))
                .hasMessageContaining("new token");
        refusals.add(failure(ErrorCode.JOIN_REFUSED));
        assertThatThrownBy(() -> joining(late).ensure(wish("a.b", ServiceType.SSH)))
                .hasMessageContaining("expired at")
                .hasMessageContaining("JOIN_REFUSED happened");

        AgentIdentity back = joining(late).ensure(wish("new.token", ServiceType.SSH));
        assertThat(back.hostId()).isEqualTo(first.hostId());
        assertThat(JoinProof.verify(requests.getLast(), first.keys().tunnel().getPublic()))
                .isTrue();
    }
}
