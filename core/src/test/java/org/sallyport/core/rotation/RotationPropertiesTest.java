package org.sallyport.core.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.RotationPhase;
import org.sallyport.core.ca.CaKeySet;
import org.sallyport.core.ca.CaKeys;

/** Laws of a rotation over random walks of allowed steps; each seed is one test, so a failure can be run again. */
class RotationPropertiesTest {
    private static final int STEPS = 12;
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    static LongStream seeds() {
        return LongStream.range(0, 12);
    }

    private CaRotation step(CaRotation now, RotationPhase wanted) {
        return wanted == RotationPhase.INIT
                ? RotationMachine.begin(now, CaKeySet.generate(CaType.HOST, "test", clock), "id", NOW)
                : RotationMachine.step(now, wanted);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoeverWasThereInTheLastPhaseIsServedInTheNext(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        CaRotation now = Party.fresh(CaType.HOST, clock);
        Party before = new Party(now.keys(), clock);
        for (int i = 0; i < STEPS; i++) {
            List<RotationPhase> allowed = RotationMachine.next(now.phase());
            Authority last = now.keys().authority();
            now = step(now, allowed.get(random.nextInt(allowed.size())));
            Party after = new Party(now.keys(), clock);

            after.letsIn(before);
            before.goesTo(after);
            after.letsIn(after);
            after.goesTo(after);
            if (now.phase() == RotationPhase.STANDBY) {
                assertThat(now.keys().authority().sshPublicKeys()).isEqualTo(last.clientKeys());
                assertThat(now.keys().authority().x509Certificates()).hasSize(1);
            }
            before = after;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoeverWasThereAtTheBeginningIsLetInUntilTheEnd(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        CaRotation now = Party.fresh(CaType.HOST, clock);
        for (int i = 0; i < 3; i++) {
            Party before = new Party(now.keys(), clock);
            for (now = step(now, RotationPhase.INIT); now.phase() != RotationPhase.STANDBY; ) {
                new Party(now.keys(), clock).letsIn(before);
                List<RotationPhase> allowed = RotationMachine.next(now.phase());
                now = step(now, allowed.get(random.nextInt(allowed.size())));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void oneOfTheServersProofsIsGoodForWhoeverKnewTheKeysBefore(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        CaRotation now = Party.fresh(CaType.HOST, clock);
        Party before = new Party(now.keys(), clock);
        for (now = step(now, RotationPhase.INIT); now.phase() != RotationPhase.STANDBY; ) {
            List<CaKeys> proofs = java.util.stream.Stream.concat(
                            java.util.stream.Stream.of(now.keys()), now.keys().others().stream())
                    .toList();
            assertThat(proofs).anyMatch(ca -> before.mayGoTo(new Party(ca, clock)));
            List<RotationPhase> allowed = RotationMachine.next(now.phase());
            now = step(now, allowed.get(random.nextInt(allowed.size())));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anAgentIsBehindExactlyUntilItHasDoneWhatThePhaseAsks(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        CaRotation now = Party.fresh(CaType.HOST, clock);
        for (int i = 0; i < STEPS; i++) {
            List<RotationPhase> allowed = RotationMachine.next(now.phase());
            Party before = new Party(now.keys(), clock);
            now = step(now, allowed.get(random.nextInt(allowed.size())));
            Authority authority = now.keys().authority();
            assertThat(new Party(now.keys(), clock).use().behind(authority)).isEmpty();
            // from standby to init trust is news; each later phase but the last and a rollback from init asks for
            // certificates
            boolean asks = now.phase() == RotationPhase.INIT
                    || now.phase() == RotationPhase.UPDATE_CLIENTS
                    || now.phase() == RotationPhase.UPDATE_SERVERS;
            if (asks) {
                assertThat(before.use().behind(authority)).isPresent();
            }
        }
    }
}
