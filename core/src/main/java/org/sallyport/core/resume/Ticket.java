package org.sallyport.core.resume;

import static java.util.Objects.requireNonNull;

import java.util.HexFormat;
import java.util.UUID;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.keys.Secrets;

/**
 * What lets its holder go on with a stream on another connection.
 *
 * @param stream names it
 * @param token 256 random bits in hexadecimal
 */
public record Ticket(UUID stream, Secret token) {
    static final int TOKEN_BYTES = 32;

    public Ticket {
        requireNonNull(stream, "stream");
        requireNonNull(token, "token");
        if (token.reveal().length() != 2 * TOKEN_BYTES) {
            throw new IllegalArgumentException("a token has " + TOKEN_BYTES + " bytes");
        }
    }

    public static Ticket random() {
        return new Ticket(UUID.randomUUID(), new Secret(HexFormat.of().formatHex(Secrets.bytes(TOKEN_BYTES))));
    }

    /** Takes the same time wherever two tokens differ. */
    public boolean sameAs(Ticket other) {
        return stream.equals(other.stream) && Secrets.equal(token.reveal(), other.token.reveal());
    }
}
