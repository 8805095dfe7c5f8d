package org.sallyport.ejb.user;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.InviteAcceptance;
import org.sallyport.api.rest.InviteCreated;
import org.sallyport.api.rest.InviteView;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.Totp;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.user.CredentialRepository.Credential;
import org.sallyport.core.user.InviteRepository.Invite;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.limit.AddressLimiter;
import org.sallyport.ejb.login.PasswordRule;
import org.sallyport.ejb.transaction.Transactions;

/** An invite's life: made, looked at, accepted once. */
@ApplicationScoped
public class Invitations {
    private final InviteMaker maker;
    private final InviteStore store;
    private final Enrolment enrolment;
    private final Directory directory;
    private final AddressLimiter limiter;
    private final Transactions transactions;

    /** For the container's proxy. */
    protected Invitations() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public Invitations(
            InviteMaker maker,
            InviteStore store,
            Enrolment enrolment,
            Directory directory,
            AddressLimiter limiter,
            Transactions transactions) {
        this.maker = maker;
        this.store = store;
        this.enrolment = enrolment;
        this.directory = directory;
        this.limiter = limiter;
        this.transactions = transactions;
    }

    /** Within the caller's transaction. */
    InviteCreated make(Caller caller, String user, Duration ttl) {
        return maker.make(caller, user, ttl, directory.clusterConfig().publicAddress());
    }

    InviteView view(Caller.Anonymous caller, String secret) {
        limiter.acquire(AddressLimiter.Call.INVITE, caller);
        Invite invite = find(secret).orElseThrow(() -> refused(caller));
        byte[] totp = enrolment.totpSecret(invite);
        String cluster = directory.clusterConfig().clusterName();
        return new InviteView(
                invite.user(),
                invite.expires(),
                Totp.uri("Sallyport " + cluster, invite.user(), totp),
                Totp.base32(totp),
                cluster,
                enrolment.passkeys());
    }

    MfaRegistration beginPasskey(Caller.Anonymous caller, String secret) {
        limiter.acquire(AddressLimiter.Call.INVITE, caller);
        return enrolment.beginPasskey(find(secret).orElseThrow(() -> refused(caller)), secret);
    }

    void accept(Caller.Anonymous caller, String secret, InviteAcceptance acceptance) {
        limiter.acquire(AddressLimiter.Call.INVITE, caller);
        Invite invite = find(secret).orElseThrow(() -> refused(caller));
        PasswordRule.require(acceptance.password());
        MfaDevice device = enrolment.prove(invite, secret, acceptance);
        Credential credential = enrolment.credential(invite, acceptance.password());
        boolean first =
                transactions.required(() -> store.redeem(caller, Secrets.sha256Hex(secret), credential, device));
        if (!first) {
            throw refused(caller);
        }
    }

    /** An invite outlives a deleted user: it must not wait for the next one of that name. */
    private Optional<Invite> find(String secret) {
        return transactions
                .required(() -> store.find(secret))
                .filter(invite -> directory.user(invite.user()).isPresent());
    }

    private SallyportException refused(Caller.Anonymous caller) {
        SallyportException refusal = new SallyportException(
                ErrorCode.INVITE_INVALID,
                "Auth Service: this invite is not valid: it was used, replaced or has expired. Ask for a new" + " one");
        store.auditRefusal(caller, refusal);
        return refusal;
    }
}
