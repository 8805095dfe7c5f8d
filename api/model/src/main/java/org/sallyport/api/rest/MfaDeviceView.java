package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * One's own device, without its secret.
 *
 * @param lastUsed null when never
 * @param passwordless whether it can log in by itself
 * @param rpId for a security key the host it was made for; null otherwise
 * @param usable false for a security key of a host that is not the cluster's public address any more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MfaDeviceView(
        String id,
        MfaKind kind,
        String name,
        Instant added,
        Instant lastUsed,
        boolean passwordless,
        String rpId,
        boolean usable) {}
