package org.sallyport.ejb.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.RotationPhase;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.AuthoritiesAnswer;
import org.sallyport.api.rest.CaStatus;
import org.sallyport.api.rest.RotationRequest;
import org.sallyport.api.rest.TlsBinding;
import org.sallyport.core.ca.TlsBindings;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.cluster.CaRepository.StoredCa;
import org.sallyport.core.connector.TunnelInfo;
import org.sallyport.core.identity.CaUse;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;

class RotationServiceTest {
    private static final Caller.System TIMER = new Caller.System("ca-rotation");
    private static final Duration LONG = Duration.ofMinutes(5);
    private final AuthServer server = new AuthServer();

    private CaStatus rotate(CaType type, RotationPhase phase) {
        return server.rotation.rotate(server.admin(), type, new RotationRequest(phase, null));
    }

    private CaStatus schedule(CaType type, String grace) {
        return server.rotation.rotate(server.admin(), type, new RotationRequest(null, grace));
    }

    private Authority authority(CaType type) {
        return server.trust.trust().authorities().stream()
                .filter(authority -> authority.type() == type)
                .findFirst()
                .orElseThrow();
    }

    private String serverSigner() {
        return SshKeys.line(SshKeys.parseCertificate(server.serverKeys.keys().sshHostCertificate())
                .getCaPubKey());
    }

    /** An agent that goes by what is trusted now, with certificates of the given key. */
    private void agent(String name, String signer) {
        Node node = new Node(
                "host-of-" + name, name, Map.of(), Set.of(ServiceType.SSH), "1", false, server.clock.instant());
        server.presence.heartbeat(node, LONG);
        server.presence.tunnelUp(
                new TunnelInfo(
                        "tunnel-of-" + name,
                        node.hostId(),
                        node.services(),
                        "192.0.2.9",
                        server.clock.instant(),
                        new NegotiatedAlgorithms("", "", "")),
                LONG);
        server.presence.caUse(
                node.hostId(),
                CaUse.of(server.trust.trust().authorities(), SshKeys.parsePublic(signer), SshKeys.parsePublic(signer)),
                LONG);
    }

    @Test
    void byHandThroughAllPhasesWithTheServersOwnCertificateFollowing() {
        String old = authority(CaType.HOST).sshPublicKeys().getFirst();
        assertThat(serverSigner()).isEqualTo(old);

        CaStatus init = rotate(CaType.HOST, RotationPhase.INIT);
        assertThat(init.phase()).isEqualTo(RotationPhase.INIT);
        assertThat(init.mode()).isEqualTo("manual");
        String fresh = authority(CaType.HOST).sshPublicKeys().get(1);
        assertThat(serverSigner()).isEqualTo(old);
        assertThat(server.cluster.info().caPins()).hasSize(2);

        rotate(CaType.HOST, RotationPhase.UPDATE_CLIENTS);
        assertThat(authority(CaType.HOST).clientKeys()).containsExactly(fresh);
        assertThat(serverSigner()).isEqualTo(old);

        rotate(CaType.HOST, RotationPhase.UPDATE_SERVERS);
        assertThat(serverSigner()).isEqualTo(fresh);

        CaStatus end = rotate(CaType.HOST, RotationPhase.STANDBY);
        assertThat(authority(CaType.HOST).sshPublicKeys()).containsExactly(fresh);
        assertThat(serverSigner()).isEqualTo(fresh);
        assertThat(end.next()).containsExactly(RotationPhase.INIT);
        assertThat(authority(CaType.USER).phase()).isEqualTo(RotationPhase.STANDBY);
        assertThat(server.audit.of("ca.rotated"))
                .extracting(event -> event.fields().get("to"))
                .containsExactly("init", "update_clients", "update_servers", "standby");
    }

    @Test
    void theOpensshCaIsRotatedByHandWithBothKeysForHostsFromTheFirstPhaseOn() {
        String old = server.cluster.opensshAuthority().sshPublicKeys().getFirst();
        agent("web1", authority(CaType.HOST).sshPublicKeys().getFirst());
        SallyportException refusal = Refused.with(ErrorCode.INVALID_ARGUMENT, () -> schedule(CaType.OPENSSH, null));
        assertThat(refusal.userMessage()).contains("phase init");

        CaStatus init = rotate(CaType.OPENSSH, RotationPhase.INIT);
        assertThat(init.laggards()).as("agents do not go by it").isEmpty();
        List<String> both = server.cluster.opensshAuthority().sshPublicKeys();
        assertThat(both).hasSize(2).startsWith(old);
        assertThat(server.cluster.authorities()).extracting(Authority::type).doesNotContain(CaType.OPENSSH);

        rotate(CaType.OPENSSH, RotationPhase.UPDATE_CLIENTS);
        assertThat(server.cluster.opensshAuthority().clientKeys()).containsExactly(both.get(1));
        rotate(CaType.OPENSSH, RotationPhase.UPDATE_SERVERS);
        rotate(CaType.OPENSSH, RotationPhase.STANDBY);
        assertThat(server.cluster.opensshAuthority().sshPublicKeys()).containsExactly(both.get(1));
        // who says how long he needs gets a schedule
        assertThat(schedule(CaType.OPENSSH, "72h").mode()).isEqualTo("scheduled");
    }

    @Test
    void rollbackGivesTheServerItsOldCertificateBack() {
        String old = serverSigner();
        rotate(CaType.HOST, RotationPhase.INIT);
        rotate(CaType.HOST, RotationPhase.UPDATE_CLIENTS);
        rotate(CaType.HOST, RotationPhase.UPDATE_SERVERS);
        assertThat(serverSigner()).isNotEqualTo(old);
        server.rotation.rollback(server.admin(), CaType.HOST);
        assertThat(serverSigner()).isEqualTo(old);
        rotate(CaType.HOST, RotationPhase.STANDBY);
        assertThat(authority(CaType.HOST).sshPublicKeys()).containsExactly(old);
    }

    @Test
    void whoKnowsOnlyTheOldKeysIsGivenAProofUnderThemUntilTheEnd() {
        Authority known = authority(CaType.HOST);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
        byte[] leaf = {1, 2, 3};
        for (RotationPhase phase :
                List.of(RotationPhase.INIT, RotationPhase.UPDATE_CLIENTS, RotationPhase.UPDATE_SERVERS)) {
            rotate(CaType.HOST, phase);
            AuthoritiesAnswer answer = server.cluster.authorities(nonce, leaf);
            assertThat(Stream.concat(Stream.of(answer.binding()), answer.otherBindings().stream()))
                    .anyMatch(binding -> verifies(binding, nonce, leaf, known));
        }
        rotate(CaType.HOST, RotationPhase.STANDBY);
        assertThat(server.cluster.authorities(nonce, leaf).otherBindings()).isEmpty();
    }

    private boolean verifies(TlsBinding binding, String nonce, byte[] leaf, Authority known) {
        try {
            TlsBindings.verify(binding, nonce, leaf, known, server.clock);
            return true;
        } catch (SallyportException refusal) {
            return false;
        }
    }

    @Test
    void whatDoesNotFollowIsRefusedAndAudited() {
        assertThat(Refused.with(ErrorCode.WRONG_PHASE, () -> rotate(CaType.USER, RotationPhase.STANDBY)))
                .hasMessageContaining("allowed is init");
        rotate(CaType.USER, RotationPhase.INIT);
        Refused.with(ErrorCode.WRONG_PHASE, () -> rotate(CaType.USER, RotationPhase.INIT));
        Refused.with(ErrorCode.WRONG_PHASE, () -> rotate(CaType.USER, RotationPhase.UPDATE_SERVERS));
        assertThat(authority(CaType.USER).phase()).isEqualTo(RotationPhase.INIT);
        assertThat(server.audit.of("ca.rotation.refused"))
                .extracting(event -> event.fields().get("error"))
                .contains("WRONG_PHASE");
    }

    @Test
    void onlyTheRightPeopleMayAndRefusalsAreAudited() {
        server.user("eve", "access", "auditor");
        Refused.with(ErrorCode.ACCESS_DENIED, () -> server.rotation.status(server.as("eve")));
        // who may not read is not told either that there is something
        Refused.with(
                ErrorCode.NOT_FOUND,
                () -> server.rotation.rotate(
                        server.as("eve"), CaType.HOST, new RotationRequest(RotationPhase.INIT, null)));
        Refused.with(ErrorCode.NOT_FOUND, () -> server.rotation.rollback(server.as("eve"), CaType.HOST));
        assertThat(server.audit.of("access.denied")).hasSize(3);
    }

    @Test
    void ofTwoWhoStepAtOnceOneIsTold() {
        RotationDesk desk =
                new RotationDesk(server.caRepository, server.vault, server.audit, server.transactions, server.clock);
        Refused.with(
                ErrorCode.STALE_REVISION,
                () -> desk.change(TIMER, CaType.HOST, AuditEventType.CA_ROTATED, now -> {
                    // another server, between this one's reading and writing
                    StoredCa stored = server.caRepository.findAll().stream()
                            .filter(ca -> ca.type() == CaType.HOST)
                            .findFirst()
                            .orElseThrow();
                    server.caRepository.update(stored);
                    return now;
                }));
    }

    @Test
    void aScheduleGoesOnByItselfWhenItIsTime() {
        CaStatus started = schedule(CaType.USER, "30h");
        assertThat(started.mode()).isEqualTo("scheduled");
        assertThat(started.nextStep()).isEqualTo(server.clock.instant().plus(Duration.ofHours(10)));
        server.rotations.follow(TIMER, CaType.USER);
        assertThat(authority(CaType.USER).phase()).isEqualTo(RotationPhase.INIT);
        for (RotationPhase phase :
                List.of(RotationPhase.UPDATE_CLIENTS, RotationPhase.UPDATE_SERVERS, RotationPhase.STANDBY)) {
            server.clock.advance(Duration.ofHours(10));
            server.rotations.follow(TIMER, CaType.USER);
            assertThat(authority(CaType.USER).phase()).isEqualTo(phase);
        }
        assertThat(server.audit.of("ca.rotated")).hasSize(4);
    }

    @Test
    void aScheduleStopsBeforeItCutsAnAgentOff() {
        String old = authority(CaType.HOST).sshPublicKeys().getFirst();
        schedule(CaType.HOST, "30h");
        agent("web1", old);
        server.clock.advance(Duration.ofHours(10));
        agent("web1", old);
        server.rotations.follow(TIMER, CaType.HOST);
        assertThat(authority(CaType.HOST).phase()).isEqualTo(RotationPhase.UPDATE_CLIENTS);
        server.clock.advance(Duration.ofHours(10));
        agent("web1", old);
        server.rotations.follow(TIMER, CaType.HOST);

        CaStatus stopped = server.rotation.status(server.admin()).stream()
                .filter(status -> status.type() == CaType.HOST)
                .findFirst()
                .orElseThrow();
        assertThat(stopped.phase()).isEqualTo(RotationPhase.UPDATE_CLIENTS);
        assertThat(stopped.mode()).isEqualTo("manual");
        assertThat(stopped.note()).contains("web1");
        assertThat(stopped.laggards()).singleElement().satisfies(agent -> {
            assertThat(agent.name()).isEqualTo("web1");
            assertThat(agent.reason()).contains("tunnel and client certificates");
        });
        assertThat(server.audit.of("ca.rotation.stopped")).hasSize(1);
    }

    @Test
    void withoutGraceNothingOfTheOldIsTrusted() {
        String old = authority(CaType.HOST).sshPublicKeys().getFirst();
        schedule(CaType.HOST, "0s");
        assertThat(authority(CaType.HOST).sshPublicKeys()).hasSize(1).doesNotContain(old);
        assertThat(serverSigner()).isNotEqualTo(old);
    }

    @Test
    void aPhaseAndAGraceTogetherAreRefused() {
        Refused.with(
                ErrorCode.INVALID_ARGUMENT,
                () -> server.rotation.rotate(
                        server.admin(), CaType.HOST, new RotationRequest(RotationPhase.INIT, "3h")));
    }
}
