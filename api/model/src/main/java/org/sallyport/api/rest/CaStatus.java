package org.sallyport.api.rest;

import java.time.Instant;
import java.util.List;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.RotationPhase;

/**
 * One CA and its rotation.
 *
 * @param mode {@code manual} or {@code scheduled}
 * @param next phases that may be asked for now
 * @param grace in whole seconds, 0 when nothing is scheduled
 * @param started null in standby
 * @param nextStep when the schedule goes on by itself; null when it does not
 * @param note why a schedule stopped; empty when nothing is to be said
 * @param laggards agents that the next phase would cut off, as far as they are or were just here
 */
public record CaStatus(
        CaType type,
        RotationPhase phase,
        String mode,
        List<RotationPhase> next,
        String rotationId,
        Instant started,
        long grace,
        Instant nextStep,
        String note,
        List<CaKeyView> active,
        List<CaKeyView> additional,
        List<Laggard> laggards) {
    public CaStatus {
        next = List.copyOf(next);
        active = List.copyOf(active);
        additional = List.copyOf(additional);
        laggards = List.copyOf(laggards);
    }

    /**
     * @param ssh fingerprint as {@code ssh-keygen -l} shows it
     * @param pin as {@code ca_pin} takes it
     * @param holder where the private keys are: {@code store}, or the server whose PKCS#11 module has them
     */
    public record CaKeyView(String ssh, String pin, String algorithm, Instant until, String holder) {}

    /**
     * @param reason what it still lacks
     * @param online whether it is connected now; else it was a moment ago
     */
    public record Laggard(String hostId, String name, String reason, boolean online) {}
}
