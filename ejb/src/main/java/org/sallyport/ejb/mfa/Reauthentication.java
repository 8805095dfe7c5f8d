package org.sallyport.ejb.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.mfa.MfaChallengeRepository.Purpose;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.lockout.Lockouts;
import org.sallyport.ejb.transaction.Transactions;

/** A logged-in person shows a device again: a stolen login session alone must not change how one logs in. */
@ApplicationScoped
public class Reauthentication {
    private final SecondFactors factors;
    private final DeviceHolders holders;
    private final Lockouts lockouts;
    private final AuditWriter audit;
    private final Transactions transactions;
    private final Clock clock;

    private record Judged(Shown shown, Optional<Instant> lockedUntil) {}

    /** For the container's proxy. */
    protected Reauthentication() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public Reauthentication(
            SecondFactors factors,
            DeviceHolders holders,
            Lockouts lockouts,
            AuditWriter audit,
            Transactions transactions,
            Clock clock) {
        this.factors = factors;
        this.holders = holders;
        this.lockouts = lockouts;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    static Challenges.Bond bond(Caller.User caller, String token) {
        return new Challenges.Bond(Purpose.CONFIRMATION, caller.deviceOwner(), token);
    }

    /** For a new device: another one; for the first of who comes by single sign-on, a login of just now. */
    void requireForNew(Caller.User caller, String token, MfaAnswer answer) {
        String what = "add a device";
        if (!hasNone(caller)) {
            require(caller, token, answer, what);
            return;
        }
        try {
            transactions.required(() -> {
                holders.requireFresh(caller, token);
                return caller;
            });
        } catch (SallyportException refusal) {
            throw refused(caller, what, "login_too_old", refusal);
        }
    }

    /** Local users have one always. */
    private boolean hasNone(Caller.User caller) {
        return !DeviceHolders.local(caller) && transactions.required(() -> holders.none(caller));
    }

    /** Where something else is judged before the device. @throws SallyportException NO_MFA_DEVICE, MFA_REQUIRED */
    public void requireGiven(Caller.User caller, MfaAnswer answer, String what) {
        if (hasNone(caller)) {
            throw new SallyportException(
                    ErrorCode.NO_MFA_DEVICE,
                    "Auth Service: you have no second factor here yet; add one on your account page in the console, or by"
                            + " 'sallyport mfa add'");
        }
        if (!SecondFactors.given(answer)) {
            throw new SallyportException(
                    ErrorCode.MFA_REQUIRED,
                    "Auth Service: to " + what + ", show one of your devices again: send a one-time code, a recovery"
                            + " code or a security key's answer in the header X-Sallyport-Mfa");
        }
    }

    /** In a transaction of its own. @param what for the audit log. @throws SallyportException see MfaService */
    public Shown.Right require(Caller.User caller, String token, MfaAnswer answer, String what) {
        requireGiven(caller, answer, what);
        Judged judged = transactions.separate(() -> judge(caller, token, answer));
        if (judged.lockedUntil().isPresent()) {
            throw refused(
                    caller,
                    what,
                    "locked_out",
                    Lockouts.refusal(judged.lockedUntil().get()));
        }
        return switch (judged.shown()) {
            case Shown.Right right -> {
                holders.locked(caller, right.deviceId()).ifPresent(locked -> {
                    throw refused(caller, what, "locked", locked);
                });
                audit.recordNow(event(AuditEventType.MFA_VERIFIED, caller, what)
                        .message("'" + caller.name() + "' showed a second factor to " + what)
                        .field("method", right.method())
                        .field("device", right.device())
                        .at(clock.instant()));
                yield right;
            }
            case Shown.Wrong wrong ->
                throw refused(
                        caller,
                        what,
                        wrong.reason(),
                        wrong.told()
                                .orElseGet(() -> new SallyportException(
                                        ErrorCode.BAD_CREDENTIALS,
                                        "Auth Service: the second factor is wrong or was used already; take the next code of"
                                                + " your app, or try the security key again")));
        };
    }

    private Judged judge(Caller.User caller, String token, MfaAnswer answer) {
        boolean known = holders.lock(caller);
        String owner = caller.deviceOwner();
        Optional<Instant> locked = lockouts.lockedUntil(owner);
        // a key cannot be guessed, so it is neither counted nor kept out
        boolean guessable = answer.webauthn() == null;
        if (guessable && locked.isPresent()) {
            return new Judged(Shown.Wrong.of("locked_out"), locked);
        }
        Shown shown = factors.verify(caller, owner, known, bond(caller, token), answer, true);
        // only a login has failures forgotten: with a stolen session and device passwords could else be guessed without
        // end
        if (guessable && shown instanceof Shown.Wrong) {
            lockouts.failed(caller, owner);
        }
        return new Judged(shown, Optional.empty());
    }

    /** Audits it. @return the refusal, for throwing */
    SallyportException refused(Caller.User caller, String what, String reason, SallyportException refusal) {
        audit.recordNow(event(AuditEventType.MFA_REFUSED, caller, what)
                .message(refusal.userMessage())
                .field("error", refusal.code().name())
                .field("reason", reason)
                .at(clock.instant()));
        return refusal;
    }

    private static AuditEvent.Builder event(AuditEventType type, Caller.User caller, String what) {
        return AuditEvent.of(type)
                .user(caller.name())
                .address(caller.address())
                .resource("user", caller.name())
                .field("action", what);
    }
}
