package org.sallyport.ejb.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.sallyport.core.keys.KeySealer;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.keys.Totp;
import org.sallyport.core.user.CredentialRepository;
import org.sallyport.core.user.CredentialRepository.Credential;
import org.sallyport.ejb.transaction.Transactions;

/**
 * Password and one-time code against what is stored. Commits whatever the answer: failures are counted and codes used
 * up. Every path does the same work, one Argon2 and one TOTP check.
 */
@ApplicationScoped
public class CredentialCheck {
    static final int MAX_FAILURES = 5;
    static final Duration LOCKOUT = Duration.ofMinutes(30);
    private static final byte[] NOBODYS_TOTP = Totp.newSecret();

    private final CredentialRepository credentials;
    private final PasswordWork passwords;
    private final KeySealer sealer;
    private final Transactions transactions;
    private final Clock clock;

    /** How it went; for the audit event. The caller of the login learns less. */
    public enum Outcome {
        RIGHT,
        UNKNOWN_USER,
        WRONG_PASSWORD,
        WRONG_CODE,
        /** Locked out and both factors right: told so. */
        LOCKED_OUT,
        /** Locked out and a factor wrong: to a guesser the same as any failure. */
        LOCKED_OUT_AND_WRONG
    }

    /** For the container's proxy. */
    protected CredentialCheck() {
        this(null, null, null, null, null);
    }

    @Inject
    public CredentialCheck(
            CredentialRepository credentials,
            PasswordWork passwords,
            KeySealer sealer,
            Transactions transactions,
            Clock clock) {
        this.credentials = credentials;
        this.passwords = passwords;
        this.sealer = sealer;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param known whether there is such a user now; a credential left over counts for nothing */
    public Outcome check(String user, boolean known, Secret password, String code) {
        // The slow hash runs between two transactions: waiting for it must not hold connections to the store.
        String hash = transactions.separate(
                () -> find(user, known).map(Credential::passwordHash).orElse(""));
        boolean passwordRight = passwords.verify(password, hash);
        return transactions.separate(() -> judge(user, find(user, known), hash, passwordRight, code));
    }

    private Optional<Credential> find(String user, boolean known) {
        return credentials.findForUpdate(user).filter(credential -> known);
    }

    private Outcome judge(String user, Optional<Credential> stored, String hash, boolean hashMatched, String code) {
        Instant now = clock.instant();
        byte[] secret = stored.map(credential -> sealer.open(credential.sealedTotpSecret(), "totp:" + user))
                .orElse(NOBODYS_TOTP);
        OptionalLong step = Totp.matchingStep(
                secret, code, now, stored.map(Credential::lastTotpStep).orElse(0L));
        if (stored.isEmpty()) {
            return Outcome.UNKNOWN_USER;
        }
        Credential credential = stored.get();
        // A password that was changed meanwhile is no longer the one that matched.
        boolean passwordRight = hashMatched && credential.passwordHash().equals(hash);
        boolean right = passwordRight && step.isPresent();
        if (credential.lockedUntil().map(now::isBefore).orElse(false)) {
            // A right code is used up here too, or it could be replayed when the lock ends.
            if (right) {
                credentials.save(afterCode(credential, step.getAsLong()));
            }
            return right ? Outcome.LOCKED_OUT : Outcome.LOCKED_OUT_AND_WRONG;
        }
        credentials.save(right ? afterSuccess(credential, step.getAsLong()) : afterFailure(credential, now));
        if (right) {
            return Outcome.RIGHT;
        }
        return passwordRight ? Outcome.WRONG_CODE : Outcome.WRONG_PASSWORD;
    }

    private static Credential afterSuccess(Credential old, long step) {
        return new Credential(old.user(), old.passwordHash(), old.sealedTotpSecret(), step, 0, Optional.empty());
    }

    private static Credential afterCode(Credential old, long step) {
        return new Credential(
                old.user(), old.passwordHash(), old.sealedTotpSecret(), step, old.failures(), old.lockedUntil());
    }

    private static Credential afterFailure(Credential old, Instant now) {
        int failures = old.failures() + 1;
        boolean lock = failures >= MAX_FAILURES;
        return new Credential(
                old.user(),
                old.passwordHash(),
                old.sealedTotpSecret(),
                old.lastTotpStep(),
                lock ? 0 : failures,
                lock ? Optional.of(now.plus(LOCKOUT)) : Optional.empty());
    }
}
