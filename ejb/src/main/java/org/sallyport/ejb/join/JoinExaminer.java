package org.sallyport.ejb.join;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.resource.TokenSpec;
import org.sallyport.core.ca.TunnelCertificates;
import org.sallyport.core.join.JoinProof;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.lock.LockFacts;
import org.sallyport.core.resource.ResourceRepository;
import org.sallyport.core.token.JoinTokenSecretRepository;
import org.sallyport.core.token.JoinTokenSecretRepository.TokenSecret;
import org.sallyport.ejb.cluster.TrustCache;
import org.sallyport.ejb.lock.LockGuard;

/**
 * Is the token good for this request? Looks everything up and compares everything before it decides, so that the time
 * an answer takes does not tell which part was wrong.
 */
@ApplicationScoped
public class JoinExaminer {
    /** Matches no secret: what is compared with when there is no such token. */
    private static final String NO_HASH = Secrets.sha256Hex("");

    private final ResourceRepository resources;
    private final JoinTokenSecretRepository secrets;
    private final TrustCache trust;
    private final TunnelCertificates tunnelCertificates;
    private final LockGuard locks;
    private final Clock clock;

    /** Either a refusal or what the agent may serve. */
    record Verdict(Optional<JoinRefusal> refusal, String details, Set<ServiceType> services) {
        static Verdict refused(JoinRefusal why, String details) {
            return new Verdict(Optional.of(why), details, Set.of());
        }
    }

    /** What the shown tunnel certificate proved. */
    private record Proof(boolean holds, String details, Set<ServiceType> services) {}

    /** For the container's proxy. */
    protected JoinExaminer() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public JoinExaminer(
            ResourceRepository resources,
            JoinTokenSecretRepository secrets,
            TrustCache trust,
            TunnelCertificates tunnelCertificates,
            LockGuard locks,
            Clock clock) {
        this.resources = resources;
        this.secrets = secrets;
        this.trust = trust;
        this.tunnelCertificates = tunnelCertificates;
        this.locks = locks;
        this.clock = clock;
    }

    /** Within the caller's transaction: a good verdict has counted one use of the token, which a rollback takes back. */
    Verdict examine(JoinForm form, String address) {
        // As of the epoch nothing has expired: an expired token is told from an unknown one in the audit log.
        Optional<Resource<TokenSpec>> token = resources
                .find(ResourceKind.TOKEN, form.tokenName(), Instant.EPOCH)
                .map(found -> found.as(TokenSpec.class));
        Optional<TokenSecret> secret = secrets.find(form.tokenName());
        boolean secretRight = Secrets.equal(
                secret.map(TokenSecret::secretHash).orElse(NO_HASH), Secrets.sha256Hex(form.tokenSecret()));
        Proof proof = form.isRejoin() ? proof(form, address) : new Proof(true, "", Set.of());
        if (token.isEmpty() || secret.isEmpty()) {
            return Verdict.refused(JoinRefusal.UNKNOWN_TOKEN, "no join token of this name");
        }
        if (!secretRight) {
            return Verdict.refused(JoinRefusal.BAD_SECRET, "the secret is not the token's");
        }
        if (expired(token.get())) {
            return Verdict.refused(JoinRefusal.EXPIRED_TOKEN, "the join token has expired");
        }
        TokenSpec spec = token.get().spec();
        Set<ServiceType> asked = EnumSet.copyOf(form.services());
        // What it has proved it may serve already needs no token again.
        asked.removeAll(proof.services());
        if (!spec.services().containsAll(asked)) {
            return Verdict.refused(
                    JoinRefusal.WRONG_SERVICE, "asked for " + form.services() + ", token allows " + spec.services());
        }
        if (!proof.holds()) {
            return Verdict.refused(JoinRefusal.BAD_PROOF, proof.details());
        }
        Optional<SallyportException> locked =
                locked(form.hostId(), form.request().nodeName());
        if (locked.isPresent()) {
            return Verdict.refused(
                    JoinRefusal.LOCKED,
                    locked.get().userMessage() + " (" + locked.get().details() + ")");
        }
        if (!secrets.tryUse(form.tokenName(), spec.maxUses())) {
            return Verdict.refused(JoinRefusal.SPENT_TOKEN, "all uses of the join token are spent");
        }
        Set<ServiceType> services = EnumSet.copyOf(form.services());
        services.addAll(proof.services());
        return new Verdict(Optional.empty(), "", services);
    }

    /** Also under a new host id: a machine that is locked by its name must not join again to get around it. */
    Optional<SallyportException> locked(String hostId, String nodeName) {
        return locks.refusal("Auth Service", LockFacts.ofNode(List.of(hostId, nodeName)));
    }

    private boolean expired(Resource<TokenSpec> token) {
        return token.metadata()
                .expires()
                .map(expires -> !expires.isAfter(clock.instant()))
                .orElse(false);
    }

    private Proof proof(JoinForm form, String address) {
        try {
            TunnelCertificates.Proved proved =
                    tunnelCertificates.check(form.request().tunnelCertificate(), trust.trust(), address);
            if (!proved.identity().hostId().equals(form.hostId())) {
                return new Proof(false, "the tunnel certificate is of another host id", Set.of());
            }
            return JoinProof.verify(form.request(), proved.key())
                    ? new Proof(true, "", proved.identity().services())
                    : new Proof(false, "the proof was not made with the tunnel certificate's key", Set.of());
        } catch (SallyportException refused) {
            return new Proof(false, refused.userMessage(), Set.of());
        }
    }
}
