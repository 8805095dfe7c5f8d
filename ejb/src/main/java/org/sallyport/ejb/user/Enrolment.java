package org.sallyport.ejb.user;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.InviteAcceptance;
import org.sallyport.api.rest.MfaEnrolment;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.core.keys.KeySealer;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.keys.Totp;
import org.sallyport.core.mfa.MfaChallengeRepository.Challenge;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.user.CredentialRepository.Credential;
import org.sallyport.core.user.InviteRepository.Invite;
import org.sallyport.ejb.login.PasswordWork;
import org.sallyport.ejb.mfa.RegistrationDesk;
import org.sallyport.ejb.transaction.Transactions;

/** What an invited person sets: a password, and as second factor the invite's authenticator app or a passkey. */
@ApplicationScoped
public class Enrolment {
    private final PasswordWork passwords;
    private final RegistrationDesk registrations;
    private final KeySealer sealer;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container's proxy. */
    protected Enrolment() {
        this(null, null, null, null, null);
    }

    @Inject
    public Enrolment(
            PasswordWork passwords,
            RegistrationDesk registrations,
            KeySealer sealer,
            Transactions transactions,
            Clock clock) {
        this.passwords = passwords;
        this.registrations = registrations;
        this.sealer = sealer;
        this.transactions = transactions;
        this.clock = clock;
    }

    byte[] totpSecret(Invite invite) {
        return sealer.open(invite.sealedTotpSecret(), "invite:" + invite.user());
    }

    boolean passkeys() {
        return registrations.keysUsable();
    }

    /** Takes as long as a password's hash does. */
    Credential credential(Invite invite, String password) {
        return new Credential(invite.user(), passwords.hash(new Secret(password)));
    }

    /** What is registered already does not count: accepting the invite voids it. */
    MfaRegistration beginPasskey(Invite invite, String secret) {
        return transactions.required(() -> registrations.beginKey(invite.user(), secret, true, List.of()));
    }

    /** @throws SallyportException BAD_CREDENTIALS, NOT_FOUND (the registration) */
    MfaDevice prove(Invite invite, String secret, InviteAcceptance acceptance) {
        return acceptance.registration() == null ? app(invite, acceptance.totp()) : passkey(invite, secret, acceptance);
    }

    private MfaDevice app(Invite invite, String code) {
        byte[] totp = totpSecret(invite);
        OptionalLong step = Totp.matchingStep(totp, code == null ? "" : code.strip(), clock.instant(), 0);
        if (step.isEmpty()) {
            throw new SallyportException(
                    ErrorCode.BAD_CREDENTIALS,
                    "Auth Service: the one-time code is wrong; enter the one your authenticator shows now, and check"
                            + " its clock");
        }
        byte[] sealed = sealer.seal(totp, "totp:" + invite.user());
        // the code that was shown is used up
        return device(invite, "authenticator app", new MfaDevice.Totp(sealed, step.getAsLong()));
    }

    private MfaDevice passkey(Invite invite, String secret, InviteAcceptance acceptance) {
        MfaEnrolment enrolment = new MfaEnrolment(acceptance.registration(), "", null, acceptance.webauthn());
        // its challenge is over whatever it is answered with
        Challenge waiting = transactions.required(() -> registrations.waiting(invite.user(), secret, enrolment));
        return device(invite, "passkey", registrations.prove(invite.user(), secret, waiting, enrolment));
    }

    private MfaDevice device(Invite invite, String name, MfaDevice.Proof proof) {
        return new MfaDevice(
                UUID.randomUUID().toString(), invite.user(), name, clock.instant(), Optional.empty(), proof);
    }
}
