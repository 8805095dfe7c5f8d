package org.sallyport.core.lock;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.Resource;

/**
 * The locks as somebody sees them.
 *
 * @param locks those that have expired may be among them
 * @param age since it was last known that these are all there are; zero while that is known
 */
public record LockView(List<Resource<LockSpec>> locks, Duration age) {
    /** From then on what is seen counts as too old for strict mode. */
    public static final Duration LONGEST_STALE = Duration.ofMinutes(5);

    public LockView {
        locks = List.copyOf(locks);
        requireNonNull(age, "age");
    }

    public static LockView current(Collection<Resource<LockSpec>> locks) {
        return new LockView(List.copyOf(locks), Duration.ZERO);
    }

    public boolean stale() {
        return age.compareTo(LONGEST_STALE) > 0;
    }
}
