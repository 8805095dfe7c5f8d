package org.sallyport.api.rest;

import java.util.List;

/**
 * What a browser makes a new key from.
 *
 * @param algorithms COSE numbers, best first
 * @param exclude ids of keys that are registered already
 * @param passwordless whether the key must be discoverable and check its person, to log in by itself
 */
public record WebAuthnCreation(
        String challenge,
        String rpId,
        String rpName,
        String userHandle,
        String userName,
        List<Integer> algorithms,
        List<String> exclude,
        boolean passwordless,
        long timeoutMillis) {
    public WebAuthnCreation {
        algorithms = List.copyOf(algorithms);
        exclude = List.copyOf(exclude);
    }
}
