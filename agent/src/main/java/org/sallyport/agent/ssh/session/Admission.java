package org.sallyport.agent.ssh.session;

import static java.util.Objects.requireNonNull;

import org.sallyport.agent.process.Account;
import org.sallyport.core.access.SessionOptions;
import org.sallyport.core.access.Subject;
import org.sallyport.core.identity.SshIdentity.UserIdentity;

/** A login that was checked and allowed: who, as which account, with which options. */
public record Admission(UserIdentity identity, Account account, SessionOptions options) {
    public Admission {
        requireNonNull(identity, "identity");
        requireNonNull(account, "account");
        requireNonNull(options, "options");
    }

    public Subject subject() {
        return new Subject(identity.user(), identity.roles(), identity.traits());
    }
}
