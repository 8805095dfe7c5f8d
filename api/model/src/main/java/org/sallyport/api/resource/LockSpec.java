package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * Shuts somebody or something out: no certificate, no call, no connection, and what lives ends. In force until
 * {@code metadata.expires}, or until it is deleted.
 *
 * @param message told to whoever is shut out, at most 256 characters on one line; may be empty
 */
public record LockSpec(
        LockTarget target,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String message) implements ResourceSpec {
    /** Stock ssh shows 400 characters of a farewell, and the rest of the sentence must fit too. */
    private static final int LONGEST = 256;

    public LockSpec {
        if (target == null) {
            throw Specs.invalid("spec.target says what is locked; it is missing");
        }
        message = Optional.ofNullable(message).orElse("").strip();
        // it is shown on people's terminals
        if (message.length() > LONGEST || message.chars().anyMatch(Character::isISOControl)) {
            throw Specs.invalid("spec.message is longer than " + LONGEST + " characters or holds a control character");
        }
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.LOCK;
    }
}
