package org.sallyport.ejb.user;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.codec.TimeSpans;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.InviteCreated;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.KeySealer;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.Totp;
import org.sallyport.core.user.InviteRepository;
import org.sallyport.core.user.InviteRepository.Invite;
import org.sallyport.ejb.auditlog.AuditWriter;

/** Makes one-time invites, within the caller's transaction. */
@ApplicationScoped
public class InviteMaker {
    static final Duration DEFAULT_TTL = Duration.ofHours(1);
    static final Duration MAX_TTL = Duration.ofHours(48);

    private final InviteRepository invites;
    private final KeySealer sealer;
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected InviteMaker() {
        this(null, null, null, null);
    }

    @Inject
    public InviteMaker(InviteRepository invites, KeySealer sealer, AuditWriter audit, Clock clock) {
        this.invites = invites;
        this.sealer = sealer;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param ttl may be empty or null. @throws SallyportException INVALID_ARGUMENT */
    public static Duration ttl(String ttl) {
        if (ttl == null || ttl.isBlank()) {
            return DEFAULT_TTL;
        }
        Duration wanted = TimeSpans.parse(ttl);
        if (wanted.compareTo(Duration.ofMinutes(1)) < 0 || wanted.compareTo(MAX_TTL) > 0) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "Auth Service: an invite lives between 1m and 48h, not " + ttl);
        }
        return wanted;
    }

    /** @param publicAddress {@code host:port} of the link */
    public InviteCreated make(Caller caller, String user, Duration ttl, String publicAddress) {
        String secret = Secrets.token();
        Instant expires = clock.instant().plus(ttl);
        invites.save(
                new Invite(Secrets.sha256Hex(secret), user, sealer.seal(Totp.newSecret(), "invite:" + user), expires));
        audit.record(AuditEvent.of(AuditEventType.INVITE_CREATED)
                .user(caller.name())
                .address(caller.address())
                .resource("user", user)
                .message("invite for user '" + user + "' made")
                .field("expires", expires)
                .at(clock.instant()));
        return new InviteCreated(user, "https://" + publicAddress + "/#/invite/" + secret, expires);
    }
}
