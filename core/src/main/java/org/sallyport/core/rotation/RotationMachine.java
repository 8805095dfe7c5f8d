package org.sallyport.core.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sallyport.api.cert.RotationPhase;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.ca.CaKeySet;
import org.sallyport.core.ca.CaKeys;

/**
 * From one phase to the next. What holds at every step: whoever knew the keys of the last phase accepts what is signed in
 * this one, and what was signed in the last phase is accepted in this one. Free of side effects.
 */
public final class RotationMachine {
    public static final Duration DEFAULT_GRACE = Duration.ofHours(30);
    /** Those that a schedule waits in: init, update_clients, update_servers. */
    static final int TIMED_PHASES = 3;

    private static final Duration SHORTEST = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofDays(90);

    private RotationMachine() {}

    /** What may be asked for in this phase, the way forward first. */
    public static List<RotationPhase> next(RotationPhase phase) {
        return switch (phase) {
            case STANDBY -> List.of(RotationPhase.INIT);
            case INIT -> List.of(RotationPhase.UPDATE_CLIENTS, RotationPhase.ROLLBACK);
            case UPDATE_CLIENTS -> List.of(RotationPhase.UPDATE_SERVERS, RotationPhase.ROLLBACK);
            case UPDATE_SERVERS -> List.of(RotationPhase.STANDBY, RotationPhase.ROLLBACK);
            case ROLLBACK -> List.of(RotationPhase.STANDBY);
        };
    }

    /** @throws SallyportException WRONG_PHASE naming what is allowed */
    public static void require(CaKeys keys, RotationPhase wanted) {
        List<RotationPhase> allowed = next(keys.phase());
        if (!allowed.contains(wanted)) {
            throw new SallyportException(
                    ErrorCode.WRONG_PHASE,
                    "Auth Service: the " + keys.type().wireName() + " CA is in phase "
                            + keys.phase().wireName() + ", from where it cannot go to " + wanted.wireName()
                            + "; allowed is "
                            + allowed.stream().map(RotationPhase::wireName).collect(Collectors.joining(" or ")));
        }
    }

    /** To init, by hand. @throws SallyportException WRONG_PHASE */
    public static CaRotation begin(CaRotation now, CaKeySet fresh, String id, Instant at) {
        require(now.keys(), RotationPhase.INIT);
        return new CaRotation(trusting(now.keys(), fresh), Rotation.byHand(id, at));
    }

    /**
     * To init, and on by itself over this time; with none at all the new keys take the old ones' place at once, and
     * whoever has a certificate has to get another.
     *
     * @throws SallyportException WRONG_PHASE, INVALID_ARGUMENT
     */
    public static CaRotation begin(CaRotation now, CaKeySet fresh, String id, Duration grace, Instant at) {
        require(now.keys(), RotationPhase.INIT);
        if (grace.isZero()) {
            return new CaRotation(CaKeys.of(now.keys().type(), fresh), Rotation.NONE);
        }
        if (grace.compareTo(SHORTEST) < 0 || grace.compareTo(LONGEST) > 0) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Auth Service: the grace of a rotation is between 3s and 90d, or 0s to replace the keys at once");
        }
        return new CaRotation(trusting(now.keys(), fresh), Rotation.scheduled(id, grace, at));
    }

    private static CaKeys trusting(CaKeys keys, CaKeySet fresh) {
        return new CaKeys(keys.type(), RotationPhase.INIT, keys.active(), List.of(fresh));
    }

    /** Another server adds keys of its own module to the new ones. @throws SallyportException WRONG_PHASE after init */
    public static CaRotation joined(CaRotation now, CaKeySet fresh) {
        CaKeys keys = now.keys();
        if (keys.phase() != RotationPhase.INIT) {
            throw new SallyportException(
                    ErrorCode.WRONG_PHASE,
                    "Auth Service: keys are added to a new set in phase init only, the "
                            + keys.type().wireName() + " CA is in "
                            + keys.phase().wireName());
        }
        List<CaKeySet> additional =
                Stream.concat(keys.additional().stream(), Stream.of(fresh)).toList();
        return new CaRotation(new CaKeys(keys.type(), keys.phase(), keys.active(), additional), now.rotation());
    }

    /** A step by hand; a schedule ends with it. @throws SallyportException WRONG_PHASE */
    public static CaRotation step(CaRotation now, RotationPhase wanted) {
        CaRotation stepped = moved(now, wanted);
        return stepped.rotation().mode() == Rotation.Mode.SCHEDULED
                ? new CaRotation(
                        stepped.keys(), stepped.rotation().manual("a phase was asked for by hand, the schedule ended"))
                : stepped;
    }

    private static CaRotation moved(CaRotation now, RotationPhase wanted) {
        CaKeys keys = now.keys();
        require(keys, wanted);
        return switch (wanted) {
            // it begins with new keys, which a step has not: see begin
            case INIT -> throw new IllegalArgumentException("init needs new keys");
            case UPDATE_CLIENTS -> new CaRotation(swapped(keys, wanted), now.rotation());
            case UPDATE_SERVERS ->
                new CaRotation(new CaKeys(keys.type(), wanted, keys.active(), keys.additional()), now.rotation());
            case STANDBY -> new CaRotation(new CaKeys(keys.type(), wanted, keys.active(), List.of()), Rotation.NONE);
            case ROLLBACK -> new CaRotation(rolledBack(keys), now.rotation());
        };
    }

    /** The old ones sign again; from init they still do. */
    private static CaKeys rolledBack(CaKeys keys) {
        return keys.phase() == RotationPhase.INIT
                ? new CaKeys(keys.type(), RotationPhase.ROLLBACK, keys.active(), keys.additional())
                : swapped(keys, RotationPhase.ROLLBACK);
    }

    private static CaKeys swapped(CaKeys keys, RotationPhase phase) {
        return new CaKeys(keys.type(), phase, keys.additional(), keys.active());
    }

    /** The step that a schedule wants by now; empty when it wants none. */
    public static Optional<RotationPhase> due(CaRotation now, Instant at) {
        return now.rotation().nextStep().filter(step -> !at.isBefore(step)).map(ignored -> next(now.phase())
                .getFirst());
    }

    /** The schedule's next step. @throws IllegalStateException when none is due */
    public static CaRotation scheduledStep(CaRotation now, Instant at) {
        RotationPhase wanted = due(now, at).orElseThrow(() -> new IllegalStateException("no step is due"));
        CaRotation moved = moved(now, wanted);
        return wanted == RotationPhase.STANDBY
                ? moved
                : new CaRotation(moved.keys(), moved.rotation().stepped(at));
    }

    /** The schedule ends, the phase stays: somebody has to look. */
    public static CaRotation stopped(CaRotation now, String why) {
        return new CaRotation(now.keys(), now.rotation().manual(why));
    }
}
