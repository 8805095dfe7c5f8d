package org.sallyport.core.lock;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.Strictness;

/** Whether somebody is shut out: pure, the same at server and agent. */
public final class LockRule {
    private static final String STALE = "the locks could not be confirmed for more than "
            + LockView.LONGEST_STALE.toMinutes()
            + " minutes, and by strict lock mode nobody may go on then; wait until the cluster is reached again, or ask an"
            + " administrator";

    /** The one that lasts longest, so that nobody is told of an end after which it goes on. */
    private static final Comparator<Resource<LockSpec>> LASTING = Comparator.comparing(
                    (Resource<LockSpec> lock) -> lock.metadata().expires().orElse(Instant.MAX))
            .thenComparing(Resource::name, Comparator.reverseOrder());

    private LockRule() {}

    /** @param mode of the one that is asked about; a lock that is seen counts in either, however old the view is */
    public static Optional<LockVerdict> judge(LockView view, LockFacts facts, Strictness mode, Instant now) {
        Optional<LockVerdict> locked = view.locks().stream()
                .filter(lock -> inForce(lock, now) && matches(lock.spec().target(), facts))
                .max(LASTING)
                .map(LockRule::verdict);
        return locked.or(() -> mode == Strictness.STRICT && view.stale()
                ? Optional.of(new LockVerdict(Optional.empty(), STALE))
                : Optional.empty());
    }

    /**
     * How strict about an old view: as strict as the strictest of the cluster and the roles held. A machine by itself lets
     * nobody in, so it is never cut off for an old view alone.
     */
    public static Strictness mode(LockFacts facts, Collection<Resource<RoleSpec>> roles, Strictness cluster) {
        return facts.user().isEmpty()
                ? Strictness.BEST_EFFORT
                : roles.stream()
                        .filter(role -> facts.roles().contains(role.name()))
                        .map(role -> role.spec().options().lock())
                        .flatMap(Optional::stream)
                        .max(Comparator.naturalOrder())
                        .filter(mode -> mode.compareTo(cluster) > 0)
                        .orElse(cluster);
    }

    /** Until it expires. */
    public static boolean inForce(Resource<LockSpec> lock, Instant now) {
        return lock.metadata().expires().map(end -> end.isAfter(now)).orElse(true);
    }

    /** Every part that is given must match, by exact name. */
    static boolean matches(LockTarget target, LockFacts facts) {
        return matches(target.user(), facts.user())
                && matches(target.role(), facts.roles())
                && matches(target.login(), facts.login())
                && matches(target.node(), facts.nodes())
                && matches(target.mfaDevice(), facts.mfaDevices())
                && target.serial().map(facts.certificates()::contains).orElse(true)
                && matches(target.accessRequest(), facts.accessRequests());
    }

    private static boolean matches(Optional<String> part, Optional<String> fact) {
        return part.isEmpty() || part.equals(fact);
    }

    private static boolean matches(Optional<String> part, Set<String> facts) {
        return part.map(facts::contains).orElse(true);
    }

    private static LockVerdict verdict(Resource<LockSpec> lock) {
        String message = lock.spec().message();
        String until = lock.metadata()
                .expires()
                .map(end -> "; it ends at " + end + ", or ask an administrator")
                .orElse("; ask an administrator");
        return new LockVerdict(
                Optional.of(lock.name()),
                lock.spec().target().describe() + " is locked" + (message.isEmpty() ? "" : ": " + message) + until);
    }
}
