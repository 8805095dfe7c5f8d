package org.sallyport.agent.identity;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** The identity in force. Users ask each time they need it, so a renewal takes effect with the next connection. */
public final class Credentials {
    private final IdentityStore store;
    private final AtomicReference<AgentIdentity> current;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public Credentials(IdentityStore store, AgentIdentity first) {
        this.store = requireNonNull(store, "store");
        this.current = new AtomicReference<>(requireNonNull(first, "first"));
    }

    public AgentIdentity current() {
        return current.get();
    }

    /** On disk first: what was certified is never lost by a crash. */
    public void replace(AgentIdentity renewed) {
        store.save(renewed);
        current.set(renewed);
        listeners.forEach(Runnable::run);
    }

    /** For those who keep a connection that was opened with what has now been replaced. */
    public void onReplaced(Runnable listener) {
        listeners.add(listener);
    }
}
