package org.sallyport.ejb.cleanup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.sallyport.core.lockout.LoginFailureRepository;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.core.mfa.MfaChallengeRepository;
import org.sallyport.core.user.InviteRepository;

/** What was left of logins. Within the caller's transaction. */
@ApplicationScoped
public class ExpiredLogins {
    /** The longest that a lock-out may be: failures older than that count for nothing. */
    private static final Duration FAILURES_KEPT = Duration.ofHours(24);

    private final InviteRepository invites;
    private final LoginSessionRepository sessions;
    private final MfaChallengeRepository challenges;
    private final LoginFailureRepository failures;

    /** For the container's proxy. */
    protected ExpiredLogins() {
        this(null, null, null, null);
    }

    @Inject
    public ExpiredLogins(
            InviteRepository invites,
            LoginSessionRepository sessions,
            MfaChallengeRepository challenges,
            LoginFailureRepository failures) {
        this.invites = invites;
        this.sessions = sessions;
        this.challenges = challenges;
        this.failures = failures;
    }

    int removeInvites(Instant now) {
        return invites.deleteExpired(now);
    }

    int removeSessions(Instant now) {
        return sessions.deleteExpired(now);
    }

    /** Too small to be told of. */
    int removeChallengesAndFailures(Instant now) {
        return challenges.deleteExpired(now) + failures.deleteBefore(now.minus(FAILURES_KEPT));
    }
}
