package org.sallyport.core.remote;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.sallyport.api.cert.Authority;

/** By what a client knows that it talks to its own cluster. docs/adr/0010-tls-binding.md says how the last two work. */
public sealed interface ServerTrust {
    /** The HTTPS certificate chains to a CA that this system trusts and names the host. */
    record SystemPki() implements ServerTrust {}

    /** The cluster's host CA has one of these pins, {@code sha256:<hex>}. */
    record CaPin(List<String> pins) implements ServerTrust {
        public CaPin {
            pins = List.copyOf(pins);
            if (pins.isEmpty()) {
                throw new IllegalArgumentException("a CA pin is needed");
            }
        }
    }

    /** The cluster's host CA is this one, learnt earlier. */
    record KnownAuthority(Authority host) implements ServerTrust {
        public KnownAuthority {
            requireNonNull(host, "host");
        }
    }
}
