package org.sallyport.session.connection;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.sallyport.core.access.SessionOptions;
import org.sallyport.core.access.Subject;
import org.sallyport.core.identity.SshIdentity.UserIdentity;

/**
 * A login that was checked and allowed: who, as which login, with which options.
 *
 * @param onlyFrom addresses that the certificate is bound to (its {@code source-address})
 */
public record Admission(UserIdentity identity, String login, SessionOptions options, Optional<String> onlyFrom) {
    /** The login of those who join somebody's session. No account has it: passwd(5) has no colon in names. */
    public static final String JOIN_LOGIN = "sallyport:join";

    public Admission {
        requireNonNull(identity, "identity");
        requireNonNull(login, "login");
        requireNonNull(options, "options");
        requireNonNull(onlyFrom, "onlyFrom");
    }

    /** Whether all it is good for is to join sessions. */
    public boolean joinsOnly() {
        return login.equals(JOIN_LOGIN);
    }

    /** Whether it came through a proxy that records, shows and moderates its sessions in this node's place. */
    public boolean proxied() {
        return identity.proxied();
    }

    public Subject subject() {
        return new Subject(identity.user(), identity.roles(), identity.traits());
    }
}
