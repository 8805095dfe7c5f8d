package org.sallyport.connector.auth;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.identity.Trust;

/**
 * The trust and the server keys in use: asked for at activation, then again every second and before every login, so that
 * a rotation or a revocation takes hold without a restart. When the Auth Service cannot be asked, the last known stay.
 */
public final class LiveTrust {
    /** Takes over new keys; called before the new trust becomes visible. */
    public interface Subscriber {
        void changed(Trust trust, ServerKeys keys);
    }

    private final ConnectorListener listener;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean unreadable = new AtomicBoolean();
    private volatile Trust current;

    /** Asks at once; fails when the Auth Service cannot answer. */
    public LiveTrust(ConnectorListener listener) {
        this.listener = requireNonNull(listener, "listener");
        this.current = listener.trust();
    }

    public Trust current() {
        return current;
    }

    /** Tells the subscriber the present state at once and then every change. */
    public synchronized void subscribe(Subscriber subscriber) {
        subscriber.changed(current, listener.serverKeys());
        subscribers.add(subscriber);
    }

    /** May block. */
    public Trust refresh() {
        try {
            Trust asked = listener.trust();
            if (asked.version() != current.version()) {
                take(asked);
            }
            unreadable.set(false);
        } catch (RuntimeException e) {
            // once per outage, not once a second
            if (!unreadable.getAndSet(true)) {
                ConnectorLog.LOG.trustUnreadable(e.toString());
            }
        }
        return current;
    }

    private synchronized void take(Trust asked) {
        if (asked.version() == current.version()) {
            return;
        }
        ServerKeys keys = listener.serverKeys();
        subscribers.forEach(subscriber -> subscriber.changed(asked, keys));
        current = asked;
        ConnectorLog.LOG.trustLoaded(asked.version());
    }
}
