package org.sallyport.api.rest;

import java.time.Instant;

/**
 * What a person is asked to approve.
 *
 * @param client as the program said; not verified
 * @param address the one it asked from
 * @param method {@code loopback} or {@code device}
 * @param keyFingerprint of the SSH key the certificate will be for, {@code SHA256:...}; empty without one
 */
public record BrowserLoginView(
        String id,
        String client,
        String address,
        String method,
        String keyFingerprint,
        Instant created,
        Instant expires) {}
