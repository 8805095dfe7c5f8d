package org.sallyport.ejb.change;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.sallyport.ejb.log.ServerLog;
import org.sallyport.ejb.node.PresenceStore;

/** Tells all servers of changes that no feed of the store tells: an entry of the shared {@link PresenceStore} by kind. */
@ApplicationScoped
public class ChangeNotices {
    private static final String CHANGED = "changed/";
    private static final Duration TTL = Duration.ofMinutes(1);

    private final PresenceStore store;

    /** For the container's proxy. */
    protected ChangeNotices() {
        this(null);
    }

    @Inject
    public ChangeNotices(PresenceStore store) {
        this.store = store;
    }

    /** To be called once it is committed. Never throws: what was done stays done when nobody hears of it. */
    public void tell(String kind) {
        try {
            store.put(CHANGED + kind, UUID.randomUUID().toString(), TTL);
        } catch (RuntimeException unheard) {
            ServerLog.LOG.debugf(unheard, "nobody was told that a %s changed", kind);
        }
    }

    void listen(Consumer<String> kinds) {
        store.listen(new PresenceStore.Listener() {
            @Override
            public void put(String key, String value) {
                if (key.startsWith(CHANGED)) {
                    kinds.accept(key.substring(CHANGED.length()));
                }
            }

            @Override
            public void removed(String key) {
                // it has been told long since
            }
        });
    }
}
