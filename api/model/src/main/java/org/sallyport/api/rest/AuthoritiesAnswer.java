package org.sallyport.api.rest;

import java.util.List;
import org.sallyport.api.cert.Authority;

/**
 * Answer of {@code GET /api/v1/authorities?nonce=<base64url>}: public halves of all CAs, and proof that this HTTPS
 * connection ends at a server of this cluster (so that a client that knows only a CA pin needs no public certificate).
 *
 * @param otherBindings while the host CA is rotated: the same proof under its other keys, for clients that know only those
 */
public record AuthoritiesAnswer(List<Authority> authorities, TlsBinding binding, List<TlsBinding> otherBindings) {
    public AuthoritiesAnswer {
        authorities = List.copyOf(authorities);
        otherBindings = otherBindings == null ? List.of() : List.copyOf(otherBindings);
    }

    public AuthoritiesAnswer(List<Authority> authorities, TlsBinding binding) {
        this(authorities, binding, List.of());
    }
}
