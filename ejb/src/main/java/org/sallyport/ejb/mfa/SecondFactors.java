package org.sallyport.ejb.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.WebAuthnAssertion;
import org.sallyport.core.caller.Caller;

/** Whatever the person shows. Within the caller's transaction, which commits whatever the answer. */
@ApplicationScoped
public class SecondFactors {
    private final TotpFactor totp;
    private final KeyFactor keys;
    private final RecoveryFactor recovery;

    /** For the container's proxy. */
    protected SecondFactors() {
        this(null, null, null);
    }

    @Inject
    public SecondFactors(TotpFactor totp, KeyFactor keys, RecoveryFactor recovery) {
        this.totp = totp;
        this.keys = keys;
        this.recovery = recovery;
    }

    public static boolean given(MfaAnswer answer) {
        return answer.webauthn() != null || present(answer.recoveryCode()) || present(answer.totp());
    }

    /** Whose passkey it says it is; nothing is proved by that. */
    public Optional<String> owner(WebAuthnAssertion shown) {
        return keys.owner(shown);
    }

    /**
     * @param known whether there is such a user with a credential; the work is the same
     * @param counts whether all else was right; if not, nothing is used up but a challenge
     */
    public Shown verify(
            Caller caller, String user, boolean known, Challenges.Bond bond, MfaAnswer answer, boolean counts) {
        if (answer.webauthn() != null) {
            return keys.verify(user, known, bond, answer.webauthn(), counts);
        }
        if (present(answer.recoveryCode())) {
            return recovery.verify(caller, user, known, answer.recoveryCode(), counts);
        }
        return totp.verify(
                user, known, answer.totp() == null ? "" : answer.totp().strip(), counts);
    }

    private static boolean present(String text) {
        return text != null && !text.isBlank();
    }
}
