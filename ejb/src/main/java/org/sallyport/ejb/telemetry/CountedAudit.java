package org.sallyport.ejb.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.core.audit.AuditRepository;
import org.sallyport.core.audit.AuditSink;
import org.sallyport.core.telemetry.Meters;

/** Counts what is committed: an event that was rolled back has not happened. */
@ApplicationScoped
@Counted
public class CountedAudit implements AuditSink {
    private final AuditRepository repository;
    private final Event<AuditEvent> written;
    private final AuditTally tally;
    private final boolean measured;

    /** For the container's proxy. */
    protected CountedAudit() {
        this(null, null, Meters.NONE);
    }

    @Inject
    public CountedAudit(AuditRepository repository, Event<AuditEvent> written, Meters meters) {
        this.repository = repository;
        this.written = written;
        this.tally = new AuditTally(meters);
        this.measured = meters != Meters.NONE;
    }

    @Override
    public boolean append(AuditEvent event) {
        boolean added = repository.append(event);
        // each one told is one more call at the transaction's end, for nobody where nothing is measured
        if (added && measured) {
            written.fire(event);
        }
        return added;
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) AuditEvent event) {
        tally.count(event);
    }
}
