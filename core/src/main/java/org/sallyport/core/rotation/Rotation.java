package org.sallyport.core.rotation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a CA's rotation goes on; where it stands is in its keys.
 *
 * @param id of one rotation from init to standby; empty when none is under way
 * @param grace of a schedule, over all phases; zero by hand
 * @param nextStep present while a schedule goes on
 * @param note why a schedule stopped; empty when nothing is to be said
 */
public record Rotation(
        Mode mode, String id, Optional<Instant> started, Duration grace, Optional<Instant> nextStep, String note) {
    /** Who asks for the next phase. */
    public enum Mode {
        MANUAL,
        SCHEDULED
    }

    public static final Rotation NONE =
            new Rotation(Mode.MANUAL, "", Optional.empty(), Duration.ZERO, Optional.empty(), "");

    public Rotation {
        requireNonNull(mode, "mode");
        requireNonNull(id, "id");
        requireNonNull(started, "started");
        requireNonNull(grace, "grace");
        requireNonNull(nextStep, "nextStep");
        requireNonNull(note, "note");
        if (nextStep.isPresent() != (mode == Mode.SCHEDULED)) {
            throw new IllegalArgumentException("a schedule, and only that, has a next step");
        }
    }

    static Rotation byHand(String id, Instant at) {
        return new Rotation(Mode.MANUAL, id, Optional.of(at), Duration.ZERO, Optional.empty(), "");
    }

    static Rotation scheduled(String id, Duration grace, Instant at) {
        return new Rotation(Mode.SCHEDULED, id, Optional.of(at), grace, Optional.of(at.plus(part(grace))), "");
    }

    /** The next phase gets its full share from now on, also when a server was down as it was due. */
    Rotation stepped(Instant at) {
        return new Rotation(mode, id, started, grace, nextStep.map(ignored -> at.plus(part(grace))), note);
    }

    Rotation manual(String why) {
        return new Rotation(Mode.MANUAL, id, started, Duration.ZERO, Optional.empty(), why);
    }

    private static Duration part(Duration grace) {
        return grace.dividedBy(RotationMachine.TIMED_PHASES);
    }
}
