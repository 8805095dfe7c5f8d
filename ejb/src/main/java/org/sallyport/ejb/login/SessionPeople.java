package org.sallyport.ejb.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.core.login.LoginSessionRepository.LoginSession;
import org.sallyport.core.login.SsoIdentity;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.transaction.Transactions;

/**
 * Who is behind a login session, or behind a certificate's name. Local users have the roles and traits of now; who came
 * by single sign-on has those of that login, and is here only while a session of theirs is.
 */
@ApplicationScoped
public class SessionPeople {
    private final Directory directory;
    private final LoginSessionRepository sessions;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container's proxy. */
    protected SessionPeople() {
        this(null, null, null, null);
    }

    @Inject
    public SessionPeople(Directory directory, LoginSessionRepository sessions, Transactions transactions, Clock clock) {
        this.directory = directory;
        this.sessions = sessions;
        this.transactions = transactions;
        this.clock = clock;
    }

    boolean isLocal(String user) {
        return directory.user(user).isPresent();
    }

    /** By the user's document. */
    Optional<Caller.User> local(String user, String address, Optional<String> mfaDevice) {
        return directory
                .user(user)
                .map(known -> new Caller.User(
                        known.name(),
                        known.spec().roles(),
                        known.spec().traits(),
                        address,
                        mfaDevice.stream().collect(Collectors.toSet()),
                        Optional.empty()));
    }

    /** Empty when the person is no longer known here. */
    public Optional<Caller.User> of(LoginSession session, String address) {
        return session.sso()
                .map(sso -> external(session.user(), sso, address))
                .orElseGet(() -> local(session.user(), address, session.mfaDevice()));
    }

    /** A local user made since then owns the name; a connector taken away vouches for nobody. */
    private Optional<Caller.User> external(String user, SsoIdentity sso, String address) {
        boolean stillHere =
                !isLocal(user) && directory.connector(sso.connector()).isPresent();
        return stillHere
                ? Optional.of(new Caller.User(
                        user, sso.roles(), sso.traits(), address, Set.of(), Optional.of(sso.connector())))
                : Optional.empty();
    }

    /** Whether a certificate of this name may still be let through. Asks the store only about names that are not local. */
    public boolean isHere(String user) {
        return isLocal(user)
                || transactions.required(
                        () -> !sessions.ssoSessions(user, clock.instant()).isEmpty());
    }
}
