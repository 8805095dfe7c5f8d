package org.sallyport.agent.identity;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicReference;

/** The identity in force. Users ask each time they need it, so a renewal takes effect with the next connection. */
public final class Credentials {
    private final IdentityStore store;
    private final AtomicReference<AgentIdentity> current;

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
    }
}
