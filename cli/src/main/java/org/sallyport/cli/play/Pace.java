package org.sallyport.cli.play;

import java.util.Optional;

/** Time as it passes for the viewer, and the keys that come meanwhile. */
interface Pace {
    long nanos();

    /** The next key, or nothing when this much time has passed. */
    Optional<Key> await(long nanos);
}
