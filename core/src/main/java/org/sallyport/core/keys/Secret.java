package org.sallyport.core.keys;

import static java.util.Objects.requireNonNull;

/** Text that must not be logged. Equality is by identity on purpose; compare through {@code Secrets}. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = requireNonNull(value, "value");
    }

    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
