package org.sallyport.ejb.transparency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LogHead;
import org.sallyport.core.cluster.ClusterService;
import org.sallyport.core.transparency.Frontier;
import org.sallyport.core.transparency.LogPages;
import org.sallyport.core.transparency.LogRepository;
import org.sallyport.core.transparency.LogRepository.Signed;
import org.sallyport.core.transparency.Proofs;
import org.sallyport.ejb.log.ServerLog;

/**
 * Signs heads when they are asked for. Never two for one size, never one that does not continue the one before: what
 * was signed last stays the head then, and who verifies finds what was changed. Within the caller's transaction.
 */
@ApplicationScoped
public class HeadDesk {
    /** A head younger than this is good enough for who does not ask for a certain leaf. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final LogRepository log;
    private final LogKeys keys;
    private final ClusterService cluster;
    private final Clock clock;

    /** For the container's proxy. */
    protected HeadDesk() {
        this(null, null, null, null);
    }

    @Inject
    public HeadDesk(LogRepository log, LogKeys keys, ClusterService cluster, Clock clock) {
        this.log = log;
        this.keys = keys;
        this.cluster = cluster;
        this.clock = clock;
    }

    /** Of now, or of at most a second ago. */
    LogHead recent() {
        Optional<Signed> last = log.signed();
        return last.filter(signed -> signed.time().isAfter(clock.instant().minus(FRESH)))
                .map(this::shown)
                .orElseGet(this::sign);
    }

    /** @throws SallyportException INTERNAL when there is none because the log was changed */
    LogHead covering(long index) {
        LogHead head = log.signed()
                .filter(signed -> signed.size() > index)
                .map(this::shown)
                .orElseGet(this::sign);
        if (head.size() <= index) {
            throw new SallyportException(
                    ErrorCode.INTERNAL,
                    "Auth Service: the log does not continue its last signed head, so no head covers this entry: run"
                            + " 'sallyport audit verify'");
        }
        return head;
    }

    private LogHead sign() {
        Frontier tree = log.lock();
        Optional<Signed> last = log.signed();
        if (last.isPresent() && (last.get().size() == tree.size() || !continues(last.get(), tree))) {
            return shown(last.get());
        }
        Signed signed = LogPages.signed(cluster.trust().clusterId(), tree, clock.instant(), keys.signer());
        log.store(signed);
        return shown(signed);
    }

    private boolean continues(Signed last, Frontier tree) {
        try {
            if (last.size() < tree.size()
                    && new Proofs(log).root(0, last.size()).equals(last.root())) {
                return true;
            }
        } catch (IllegalStateException lost) {
            ServerLog.LOG.debugf(lost, "the log has lost a part");
        }
        ServerLog.LOG.logForked(last.size());
        return false;
    }

    private LogHead shown(Signed signed) {
        String publicPem = log.key(signed.keyId())
                .map(LogRepository.Key::publicPem)
                // a head whose key is gone is shown as it is: it verifies nowhere
                .orElse("");
        return LogPages.head(cluster.trust().clusterId(), signed, publicPem);
    }
}
