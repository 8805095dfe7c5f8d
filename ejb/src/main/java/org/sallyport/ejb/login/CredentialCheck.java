package org.sallyport.ejb.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.MfaChallenge;
import org.sallyport.api.rest.WebAuthnAssertion;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.user.CredentialRepository;
import org.sallyport.core.user.CredentialRepository.Credential;
import org.sallyport.ejb.lockout.Lockouts;
import org.sallyport.ejb.mfa.ChallengeDesk;
import org.sallyport.ejb.mfa.Challenges;
import org.sallyport.ejb.mfa.SecondFactors;
import org.sallyport.ejb.mfa.Shown;
import org.sallyport.ejb.transaction.Transactions;

/**
 * Password and second factor, or a passkey, against what is stored. Commits whatever the answer: failures are counted
 * and codes used up. Unknown users cost the same: one Argon2 and one check of the second factor.
 */
@ApplicationScoped
public class CredentialCheck {
    private final CredentialRepository credentials;
    private final PasswordWork passwords;
    private final SecondFactors factors;
    private final ChallengeDesk challenges;
    private final Lockouts lockouts;
    private final Transactions transactions;

    /** How it went; for the audit event. The caller of the login learns less. */
    public sealed interface Outcome {
        /** @param deviceId empty when none was shown */
        record Right(String user, String method, String deviceId) implements Outcome {}

        /** @param told what the person may be told beyond "wrong" */
        record Wrong(String reason, Optional<SallyportException> told) implements Outcome {}

        /** Nothing was looked at; the same for users that there are and that there are not. */
        record LockedOut(Instant until) implements Outcome {}
    }

    /** For the container's proxy. */
    protected CredentialCheck() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public CredentialCheck(
            CredentialRepository credentials,
            PasswordWork passwords,
            SecondFactors factors,
            ChallengeDesk challenges,
            Lockouts lockouts,
            Transactions transactions) {
        this.credentials = credentials;
        this.passwords = passwords;
        this.factors = factors;
        this.challenges = challenges;
        this.lockouts = lockouts;
        this.transactions = transactions;
    }

    /** @param known whether there is such a user now; a credential left over counts for nothing */
    public Outcome check(Caller caller, String user, boolean known, Secret password, MfaAnswer answer) {
        return afterPassword(user, known, password, (stored, right) -> {
            Shown shown = factors.verify(caller, user, stored.isPresent(), Challenges.Bond.login(user), answer, right);
            return counted(caller, user, stored.isPresent(), right, shown);
        });
    }

    /** The password alone, for a challenge; failures count. */
    public Outcome password(Caller caller, String user, boolean known, Secret password) {
        return afterPassword(user, known, password, (stored, right) -> {
            if (right) {
                return new Outcome.Right(user, "password", "");
            }
            lockouts.failed(caller, user);
            return wrong(stored.isPresent() ? "wrong_password" : "unknown_user");
        });
    }

    /** A passkey cannot be guessed: it is not counted, and signs in while the password is locked out. */
    public Outcome passkey(Caller caller, WebAuthnAssertion shown) {
        return transactions.separate(() -> {
            Optional<String> owner = factors.owner(shown);
            boolean known = owner.flatMap(credentials::findForUpdate).isPresent();
            MfaAnswer answer = new MfaAnswer(null, null, shown);
            return of(factors.verify(caller, owner.orElse(""), known, Challenges.Bond.passkey(), answer, true));
        });
    }

    public MfaChallenge passkeyChallenge() {
        return transactions.required(challenges::passkey);
    }

    /** For a user whose password was right. */
    public MfaChallenge challenge(String user) {
        return transactions.required(() -> challenges.of(Challenges.Bond.login(user)));
    }

    private interface Judgement {
        Outcome of(Optional<Credential> stored, boolean passwordRight);
    }

    private Outcome afterPassword(String user, boolean known, Secret password, Judgement judgement) {
        Optional<Instant> locked = transactions.required(() -> lockouts.lockedUntil(user));
        if (locked.isPresent()) {
            return new Outcome.LockedOut(locked.get());
        }
        // The slow hash runs between two transactions: waiting for it must not hold connections to the store.
        String hash = transactions.separate(
                () -> find(user, known).map(Credential::passwordHash).orElse(""));
        boolean matched = passwords.verify(password, hash);
        return transactions.separate(() -> {
            Optional<Credential> stored = find(user, known);
            // others may have failed meanwhile
            Optional<Instant> lockedNow = lockouts.lockedUntil(user);
            if (lockedNow.isPresent()) {
                return new Outcome.LockedOut(lockedNow.get());
            }
            // A password that was changed meanwhile is no longer the one that matched.
            boolean right = matched
                    && stored.map(Credential::passwordHash).filter(hash::equals).isPresent();
            return judgement.of(stored, right);
        });
    }

    private Outcome counted(Caller caller, String user, boolean known, boolean passwordRight, Shown shown) {
        if (passwordRight && shown instanceof Shown.Right) {
            lockouts.forget(user);
            return of(shown);
        }
        lockouts.failed(caller, user);
        if (!known) {
            return wrong("unknown_user");
        }
        return passwordRight ? of(shown) : wrong("wrong_password");
    }

    private static Outcome of(Shown shown) {
        return switch (shown) {
            case Shown.Right right -> new Outcome.Right(right.user(), right.method(), right.deviceId());
            case Shown.Wrong wrong -> new Outcome.Wrong(wrong.reason(), wrong.told());
        };
    }

    private static Outcome wrong(String reason) {
        return new Outcome.Wrong(reason, Optional.empty());
    }

    private Optional<Credential> find(String user, boolean known) {
        return credentials.findForUpdate(user).filter(credential -> known);
    }
}
