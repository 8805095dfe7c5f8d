package org.sallyport.ejb.user;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.user.CredentialRepository.Credential;
import org.sallyport.core.user.InviteRepository;
import org.sallyport.core.user.InviteRepository.Invite;
import org.sallyport.ejb.account.Accounts;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.lockout.Lockouts;

/** What accepting an invite touches in the store. */
@ApplicationScoped
public class InviteStore {
    private final InviteRepository invites;
    private final Accounts accounts;
    private final Lockouts lockouts;
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected InviteStore() {
        this(null, null, null, null, null);
    }

    @Inject
    public InviteStore(InviteRepository invites, Accounts accounts, Lockouts lockouts, AuditWriter audit, Clock clock) {
        this.invites = invites;
        this.accounts = accounts;
        this.lockouts = lockouts;
        this.audit = audit;
        this.clock = clock;
    }

    Optional<Invite> find(String secret) {
        return invites.findBySecretHash(Secrets.sha256Hex(secret))
                .filter(invite -> invite.expires().isAfter(clock.instant()));
    }

    /** Within the caller's transaction. @return false when another acceptance was first */
    boolean redeem(Caller.Anonymous caller, String secretHash, Credential credential, MfaDevice device) {
        if (!invites.consume(secretHash)) {
            return false;
        }
        accounts.reset(credential, device);
        lockouts.forget(credential.user());
        audit.record(AuditEvent.of(AuditEventType.INVITE_ACCEPTED)
                .user(credential.user())
                .address(caller.address())
                .resource("user", credential.user())
                .message("user '" + credential.user() + "' set a password and a second factor (" + device.name() + ")")
                .at(clock.instant()));
        return true;
    }

    void auditRefusal(Caller.Anonymous caller, SallyportException refusal) {
        audit.recordNow(AuditEvent.of(AuditEventType.INVITE_REFUSED)
                .user(caller.name())
                .address(caller.address())
                .message(refusal.userMessage())
                .at(clock.instant()));
    }
}
