package org.sallyport.core.rotation;

import static java.util.Objects.requireNonNull;

import org.sallyport.api.cert.RotationPhase;
import org.sallyport.core.ca.CaKeys;

/** All there is to a CA: its keys, which say where it stands, and how it goes on. */
public record CaRotation(CaKeys keys, Rotation rotation) {
    public CaRotation {
        requireNonNull(keys, "keys");
        requireNonNull(rotation, "rotation");
    }

    public RotationPhase phase() {
        return keys.phase();
    }
}
