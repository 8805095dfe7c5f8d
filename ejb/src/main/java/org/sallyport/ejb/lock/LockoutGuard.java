package org.sallyport.ejb.lock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.Strictness;
import org.sallyport.api.resource.UserSpec;
import org.sallyport.core.access.AccessEvaluator;
import org.sallyport.core.access.Action;
import org.sallyport.core.access.Subject;
import org.sallyport.core.access.Target;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.lock.LockFacts;
import org.sallyport.core.lock.LockRule;
import org.sallyport.core.lock.LockView;
import org.sallyport.ejb.feed.Directory;

/** Somebody must always be left who could take a lock away: there is no other way back in (docs/adr/0026-locks.md). */
@ApplicationScoped
public class LockoutGuard {
    private final Directory directory;
    private final AccessEvaluator evaluator;
    private final Clock clock;

    /** For the container's proxy. */
    protected LockoutGuard() {
        this(null, null, null);
    }

    @Inject
    public LockoutGuard(Directory directory, AccessEvaluator evaluator, Clock clock) {
        this.directory = directory;
        this.evaluator = evaluator;
        this.clock = clock;
    }

    /**
     * A lock that ends by itself is let through: it locks out for a time only.
     *
     * @throws SallyportException IN_USE
     */
    public void requireSomebodyLeft(Resource<LockSpec> added) {
        if (added.metadata().expires().isPresent() || !added.spec().target().wherever()) {
            return;
        }
        // those that expire do not count: the question is who is left for good
        List<Resource<LockSpec>> lasting = Stream.concat(
                        directory.locks().stream()
                                .filter(lock -> lock.metadata().expires().isEmpty()
                                        && !lock.name().equals(added.name())),
                        Stream.of(added))
                .toList();
        LockView view = LockView.current(lasting);
        if (directory.users().stream().noneMatch(user -> mayRemove(user, added.name(), view))) {
            throw new SallyportException(
                    ErrorCode.IN_USE,
                    "Auth Service: with this lock nobody would be left who may delete locks, and so nobody could take it"
                            + " away again; make another administrator first, or give the lock an end (--ttl,"
                            + " metadata.expires)");
        }
    }

    private boolean mayRemove(Resource<UserSpec> user, String lock, LockView view) {
        Caller.User person =
                new Caller.User(user.name(), user.spec().roles(), user.spec().traits(), "");
        return LockRule.judge(view, LockFacts.of(person), Strictness.BEST_EFFORT, clock.instant())
                        .isEmpty()
                && evaluator
                        .decide(
                                new Subject(person.name(), person.roles(), person.traits()),
                                directory.roles(),
                                new Action.Verb("delete"),
                                new Target.ResourceTarget(ResourceKind.LOCK.wireName(), lock))
                        .allowed();
    }
}
