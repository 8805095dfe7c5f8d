package org.sallyport.ejb.account;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.PasswordChange;
import org.sallyport.api.rest.SessionsEnded;
import org.sallyport.core.account.PasswordService;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.user.CredentialRepository.Credential;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.limit.AddressLimiter;
import org.sallyport.ejb.lockout.Lockouts;
import org.sallyport.ejb.login.CredentialCheck;
import org.sallyport.ejb.login.CredentialCheck.Outcome;
import org.sallyport.ejb.login.PasswordRule;
import org.sallyport.ejb.login.PasswordWork;
import org.sallyport.ejb.mfa.Reauthentication;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link PasswordService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(PasswordService.class)
@Interceptors(Translated.class)
public class PasswordServiceBean implements PasswordService {
    private static final String WHAT = "change the password";
    /** No password is that long. */
    private static final int MAX_INPUT = 256;

    private final AddressLimiter limiter;
    private final CredentialCheck credentials;
    private final PasswordWork passwords;
    private final Reauthentication reauthentication;
    private final PasswordDesk desk;
    private final Transactions transactions;

    /** For the container. */
    public PasswordServiceBean() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public PasswordServiceBean(
            AddressLimiter limiter,
            CredentialCheck credentials,
            PasswordWork passwords,
            Reauthentication reauthentication,
            PasswordDesk desk,
            Transactions transactions) {
        this.limiter = limiter;
        this.credentials = credentials;
        this.passwords = passwords;
        this.reauthentication = reauthentication;
        this.desk = desk;
        this.transactions = transactions;
    }

    /**
     * The password is judged before the device: a device that is right has failures forgotten, so the other way round a
     * stolen session and device could guess passwords without end.
     */
    @Override
    public SessionsEnded change(Caller.User caller, String bearerToken, PasswordChange change, MfaAnswer answer) {
        requireLocal(caller);
        requireAnother(change);
        reauthentication.requireGiven(caller, answer, WHAT);
        limiter.acquire(AddressLimiter.Call.PASSWORD, new Caller.Anonymous(caller.address()));
        requireOld(caller, change.oldPassword());
        reauthentication.require(caller, bearerToken, answer, WHAT);
        Credential credential = new Credential(caller.name(), passwords.hash(new Secret(change.newPassword())));
        return transactions.required(() -> new SessionsEnded(desk.change(caller, bearerToken, credential)));
    }

    private void requireLocal(Caller.User caller) {
        caller.connector().ifPresent(connector -> {
            throw desk.refused(
                    caller,
                    "single_sign_on",
                    new SallyportException(
                            ErrorCode.UNSUPPORTED,
                            "Auth Service: you sign in by '" + connector
                                    + "' and have no password here; change it where" + " that one keeps it"));
        });
    }

    private static void requireAnother(PasswordChange change) {
        if (change == null) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "Auth Service: send old_password and new_password");
        }
        PasswordRule.require(change.newPassword());
        if (change.newPassword().equals(change.oldPassword())) {
            throw new SallyportException(
                    ErrorCode.WEAK_PASSWORD, "Auth Service: the new password is the old one; choose another");
        }
    }

    private void requireOld(Caller.User caller, String old) {
        String bounded = old == null || old.length() > MAX_INPUT ? "" : old;
        switch (credentials.password(caller, caller.name(), true, new Secret(bounded))) {
            case Outcome.Right right -> {}
            case Outcome.Wrong wrong ->
                throw desk.refused(
                        caller,
                        wrong.reason(),
                        new SallyportException(
                                ErrorCode.BAD_CREDENTIALS,
                                "Auth Service: the old password is wrong; type the one you sign in with, or have an"
                                        + " administrator make you an invite if you forgot it"));
            case Outcome.LockedOut locked -> throw desk.refused(caller, "locked_out", Lockouts.refusal(locked.until()));
        }
    }
}
