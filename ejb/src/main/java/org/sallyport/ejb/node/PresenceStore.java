package org.sallyport.ejb.node;

import java.time.Duration;

/** A map shared by all servers of the cluster whose entries vanish when nobody renews them. */
public interface PresenceStore {
    void put(String key, String value, Duration ttl);

    void remove(String key);

    /** Every change on any server, this one included; first the entries that are there already. */
    void listen(Listener listener);

    interface Listener {
        void put(String key, String value);

        void removed(String key);
    }
}
