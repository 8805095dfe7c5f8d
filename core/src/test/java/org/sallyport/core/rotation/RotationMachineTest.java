package org.sallyport.core.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.RotationPhase;
import org.sallyport.api.codec.TimeSpans;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.ca.CaKeySet;
import org.sallyport.core.rotation.Rotation.Mode;

class RotationMachineTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final CaRotation old = Party.fresh(CaType.HOST, clock);
    private final CaKeySet fresh = CaKeySet.generate(CaType.HOST, "test", clock);

    private CaRotation in(RotationPhase phase) {
        CaRotation init = RotationMachine.begin(old, fresh, "r1", NOW);
        return switch (phase) {
            case STANDBY -> old;
            case INIT -> init;
            case UPDATE_CLIENTS -> RotationMachine.step(init, RotationPhase.UPDATE_CLIENTS);
            case UPDATE_SERVERS -> RotationMachine.step(in(RotationPhase.UPDATE_CLIENTS), RotationPhase.UPDATE_SERVERS);
            case ROLLBACK -> RotationMachine.step(in(RotationPhase.UPDATE_SERVERS), RotationPhase.ROLLBACK);
        };
    }

    private static CaKeySet only(List<CaKeySet> sets) {
        assertThat(sets).hasSize(1);
        return sets.getFirst();
    }

    @Test
    void phasesFollowOneAnotherAndTheNewKeysStay() {
        CaKeySet oldKeys = only(old.keys().active());
        CaRotation init = in(RotationPhase.INIT);
        assertThat(only(init.keys().active())).isSameAs(oldKeys);
        assertThat(only(init.keys().additional())).isSameAs(fresh);
        CaRotation clients = in(RotationPhase.UPDATE_CLIENTS);
        assertThat(clients.keys().forClients()).isSameAs(fresh);
        assertThat(clients.keys().forServers()).isSameAs(oldKeys);
        CaRotation servers = in(RotationPhase.UPDATE_SERVERS);
        assertThat(servers.keys().forServers()).isSameAs(fresh);
        assertThat(only(servers.keys().additional())).isSameAs(oldKeys);
        CaRotation end = RotationMachine.step(servers, RotationPhase.STANDBY);
        assertThat(only(end.keys().active())).isSameAs(fresh);
        assertThat(end.keys().additional()).isEmpty();
        assertThat(end.rotation()).isEqualTo(Rotation.NONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = RotationPhase.class,
            names = {"INIT", "UPDATE_CLIENTS", "UPDATE_SERVERS"})
    void rollbackBringsTheOldKeysBackAndOnlyEnds(RotationPhase from) {
        CaRotation back = RotationMachine.step(in(from), RotationPhase.ROLLBACK);
        assertThat(back.keys().forClients()).isSameAs(only(old.keys().active()));
        assertThat(back.keys().forServers()).isSameAs(only(old.keys().active()));
        assertThat(only(back.keys().additional())).isSameAs(fresh);
        assertThat(RotationMachine.next(back.phase())).containsExactly(RotationPhase.STANDBY);
        CaRotation end = RotationMachine.step(back, RotationPhase.STANDBY);
        assertThat(only(end.keys().active())).isSameAs(only(old.keys().active()));
    }

    @ParameterizedTest
    @EnumSource(RotationPhase.class)
    void anythingElseIsRefusedNamingWhatIsAllowed(RotationPhase from) {
        CaRotation now = in(from);
        List<RotationPhase> refused = new ArrayList<>(List.of(RotationPhase.values()));
        refused.removeAll(RotationMachine.next(from));
        for (RotationPhase wanted : refused) {
            assertThatThrownBy(() -> {
                        if (wanted == RotationPhase.INIT) {
                            RotationMachine.begin(now, fresh, "r2", NOW);
                        } else {
                            RotationMachine.step(now, wanted);
                        }
                    })
                    .isInstanceOfSatisfying(SallyportException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.WRONG_PHASE);
                        assertThat(e.userMessage())
                                .contains(
                                        "host CA",
                                        from.wireName(),
                                        wanted.wireName(),
                                        RotationMachine.next(from).getFirst().wireName());
                    });
        }
    }

    @Test
    void aScheduleSplitsItsGraceEvenlyAndEndsByItself() {
        CaRotation now = RotationMachine.begin(old, fresh, "r1", Duration.ofHours(30), NOW);
        assertThat(now.rotation().mode()).isEqualTo(Mode.SCHEDULED);
        List<RotationPhase> seen = new ArrayList<>();
        for (int hours = 10; hours <= 30; hours += 10) {
            Instant due = NOW.plus(Duration.ofHours(hours));
            assertThat(RotationMachine.due(now, due.minusSeconds(1))).isEmpty();
            now = RotationMachine.scheduledStep(now, due);
            seen.add(now.phase());
        }
        assertThat(seen)
                .containsExactly(RotationPhase.UPDATE_CLIENTS, RotationPhase.UPDATE_SERVERS, RotationPhase.STANDBY);
        assertThat(now.rotation()).isEqualTo(Rotation.NONE);
        assertThat(RotationMachine.due(now, NOW.plus(Duration.ofDays(900)))).isEmpty();
    }

    @Test
    void aServerThatWasDownGivesEachPhaseItsTimeAllTheSame() {
        CaRotation now = RotationMachine.begin(old, fresh, "r1", Duration.ofHours(30), NOW);
        Instant late = NOW.plus(Duration.ofDays(9));
        now = RotationMachine.scheduledStep(now, late);
        assertThat(now.rotation().nextStep()).contains(late.plus(Duration.ofHours(10)));
    }

    @Test
    void aStepByHandEndsTheScheduleAndSoDoesAFailure() {
        CaRotation now = RotationMachine.begin(old, fresh, "r1", Duration.ofHours(30), NOW);
        CaRotation byHand = RotationMachine.step(now, RotationPhase.ROLLBACK);
        assertThat(byHand.rotation().mode()).isEqualTo(Mode.MANUAL);
        assertThat(byHand.rotation().note()).contains("by hand");
        CaRotation stopped = RotationMachine.stopped(now, "web1 is behind");
        assertThat(stopped.phase()).isEqualTo(RotationPhase.INIT);
        assertThat(RotationMachine.due(stopped, NOW.plus(Duration.ofDays(9)))).isEmpty();
        assertThat(stopped.rotation().note()).isEqualTo("web1 is behind");
    }

    @Test
    void withoutGraceTheNewKeysAreTheOnlyOnesAtOnce() {
        CaRotation now = RotationMachine.begin(old, fresh, "r1", Duration.ZERO, NOW);
        assertThat(now.phase()).isEqualTo(RotationPhase.STANDBY);
        assertThat(only(now.keys().active())).isSameAs(fresh);
        assertThat(now.rotation()).isEqualTo(Rotation.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "2400h"})
    void aGraceOutOfBoundsIsRefused(String grace) {
        assertThatThrownBy(() -> RotationMachine.begin(old, fresh, "r1", TimeSpans.parse(grace), NOW))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void serversWithModulesOfTheirOwnAddTheirKeysInInitOnly() {
        CaKeySet second = CaKeySet.generate(CaType.HOST, "test", clock);
        CaRotation init = RotationMachine.joined(in(RotationPhase.INIT), second);
        assertThat(init.keys().additional()).containsExactly(fresh, second);
        CaRotation clients = RotationMachine.step(init, RotationPhase.UPDATE_CLIENTS);
        assertThat(clients.keys().authority().clientKeys()).hasSize(2);
        assertThat(clients.keys().authority().serverKeys()).hasSize(1);
        assertThatThrownBy(() -> RotationMachine.joined(clients, second)).hasMessageContaining("init only");
    }
}
