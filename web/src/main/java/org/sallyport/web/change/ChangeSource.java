package org.sallyport.web.change;

import java.util.Optional;
import org.sallyport.api.rest.ChangedKinds;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.change.ChangeService;
import org.sallyport.core.change.Changes;
import org.sallyport.web.stream.Follower;
import org.sallyport.web.stream.Line;
import org.sallyport.web.stream.Source;

/** The kinds that changed between two looks, as one event; at most one a second. */
final class ChangeSource implements Source {
    static final long PAUSE_AFTER_NEWS_MILLIS = 1000;

    private final ChangeService changes;
    private long mark;

    /** @param mark of the look that proved that the caller may look */
    ChangeSource(ChangeService changes, long mark) {
        this.changes = changes;
        this.mark = mark;
    }

    @Override
    public Look look(Caller.User caller, Line line) {
        Changes found = changes.after(caller, mark);
        mark = found.mark();
        return found.kinds().isEmpty()
                ? new Look(Optional.empty(), Follower.PAUSE_MILLIS)
                : new Look(
                        Optional.of(line.message(new ChangedKinds(found.kinds()), Optional.empty())),
                        PAUSE_AFTER_NEWS_MILLIS);
    }

    /** Who comes back reads anew: what changed meanwhile is not kept for anybody. */
    @Override
    public Optional<String> cursor() {
        return Optional.empty();
    }
}
