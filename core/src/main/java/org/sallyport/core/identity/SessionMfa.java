package org.sallyport.core.identity;

import static java.util.Objects.requireNonNull;

/**
 * A second factor shown for one session.
 *
 * @param device id of the device, or {@code recovery-code}
 * @param hostId of the only node that it counts for
 */
public record SessionMfa(String device, String hostId) {
    public SessionMfa {
        requireNonNull(device, "device");
        requireNonNull(hostId, "hostId");
    }
}
