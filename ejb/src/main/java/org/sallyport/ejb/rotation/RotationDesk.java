package org.sallyport.ejb.rotation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.cluster.CaRepository;
import org.sallyport.core.cluster.CaRepository.StoredCa;
import org.sallyport.core.rotation.CaRotation;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.cluster.CaVault;
import org.sallyport.ejb.transaction.Transactions;

/** One change of one CA: read, changed, compared and swapped, with its audit event in the same transaction. */
@ApplicationScoped
public class RotationDesk {
    static final String KIND = "cert_authority";

    private final CaRepository repository;
    private final CaVault vault;
    private final AuditWriter audit;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container's proxy. */
    protected RotationDesk() {
        this(null, null, null, null, null);
    }

    @Inject
    public RotationDesk(
            CaRepository repository, CaVault vault, AuditWriter audit, Transactions transactions, Clock clock) {
        this.repository = repository;
        this.vault = vault;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @throws SallyportException what the step refuses with; STALE_REVISION when somebody else was first */
    CaRotation change(Caller caller, CaType type, AuditEventType event, UnaryOperator<CaRotation> step) {
        try {
            return transactions.separate(() -> {
                StoredCa stored = stored(type);
                CaRotation before = vault.open(stored);
                CaRotation after = step.apply(before);
                repository.update(vault.seal(after, stored.revision()));
                audit.record(told(caller, type, event, before, after));
                return after;
            });
        } catch (SallyportException refusal) {
            refused(caller, type, refusal);
            throw refusal;
        }
    }

    private StoredCa stored(CaType type) {
        return repository.findAll().stream()
                .filter(ca -> ca.type() == type)
                .findFirst()
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.NOT_FOUND, "Auth Service: this cluster has no " + type.wireName() + " CA"));
    }

    private AuditEvent told(Caller caller, CaType type, AuditEventType event, CaRotation before, CaRotation after) {
        String note = after.rotation().note();
        return AuditEvent.of(event)
                .user(caller.name())
                .address(caller.address())
                .resource(KIND, type.wireName())
                .message(type.wireName() + " CA: " + before.phase().wireName() + " -> "
                        + after.phase().wireName() + (note.isEmpty() ? "" : ": " + note))
                .field("from", before.phase().wireName())
                .field("to", after.phase().wireName())
                .field("mode", after.rotation().mode().name().toLowerCase(java.util.Locale.ROOT))
                .field("rotation", after.rotation().id())
                .field(
                        "keys",
                        String.join(" ", CaStatuses.fingerprints(after.keys().active())))
                .field(
                        "also_trusted",
                        String.join(" ", CaStatuses.fingerprints(after.keys().additional())))
                .at(clock.instant());
    }

    private void refused(Caller caller, CaType type, SallyportException refusal) {
        audit.recordNow(AuditEvent.of(AuditEventType.CA_ROTATION_REFUSED)
                .user(caller.name())
                .address(caller.address())
                .resource(KIND, type.wireName())
                .message(refusal.userMessage())
                .field("error", refusal.code().name())
                .at(clock.instant()));
    }
}
