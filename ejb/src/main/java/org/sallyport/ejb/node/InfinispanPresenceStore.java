package org.sallyport.ejb.node;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.infinispan.Cache;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryCreated;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryExpired;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryModified;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryRemoved;
import org.infinispan.notifications.cachelistener.event.CacheEntryEvent;

/**
 * The server's Infinispan cache {@code sallyport/presence} (docs/adr/0016): local on a single server, replicated in a
 * cluster, which is configuration and not our concern. Keys and values are strings because those travel between servers
 * whatever marshaller is configured.
 */
@ApplicationScoped
public class InfinispanPresenceStore implements PresenceStore {
    @Resource(lookup = "java:jboss/infinispan/cache/sallyport/presence")
    private Cache<String, String> cache;

    @Override
    public void put(String key, String value, Duration ttl) {
        cache.put(key, value, ttl.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void remove(String key) {
        cache.remove(key);
    }

    @Override
    public void listen(Listener listener) {
        cache.addListener(new Bridge(listener));
    }

    /** Infinispan wants a public class with annotated public methods. */
    @org.infinispan.notifications.Listener(includeCurrentState = true)
    public static final class Bridge {
        private final Listener listener;

        Bridge(Listener listener) {
            this.listener = listener;
        }

        @CacheEntryCreated
        @CacheEntryModified
        public void put(CacheEntryEvent<String, String> event) {
            if (!event.isPre()) {
                listener.put(event.getKey(), event.getValue());
            }
        }

        @CacheEntryRemoved
        @CacheEntryExpired
        public void removed(CacheEntryEvent<String, String> event) {
            if (!event.isPre()) {
                listener.removed(event.getKey());
            }
        }
    }
}
