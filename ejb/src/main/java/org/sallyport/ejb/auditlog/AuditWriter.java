package org.sallyport.ejb.auditlog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.core.audit.AuditSink;
import org.sallyport.ejb.telemetry.Counted;
import org.sallyport.ejb.transaction.CommitFailures;

/** The two ways an event gets into the log; there is no third. */
@ApplicationScoped
@Interceptors(CommitFailures.class)
public class AuditWriter {
    private final AuditSink log;

    /** For the container's proxy. */
    protected AuditWriter() {
        this(null);
    }

    @Inject
    public AuditWriter(@Counted AuditSink log) {
        this.log = log;
    }

    /** With what the event tells of: both are durable or neither. Outside a transaction it is refused. */
    @Transactional(TxType.MANDATORY)
    public void record(AuditEvent event) {
        log.append(event);
    }

    /** At once, whatever becomes of the caller's transaction: for refusals and for what has no other trace. */
    @Transactional(TxType.REQUIRES_NEW)
    public void recordNow(AuditEvent event) {
        log.append(event);
    }

    /** Several at once: all are durable or none. */
    @Transactional(TxType.REQUIRES_NEW)
    public void recordNow(List<AuditEvent> events) {
        events.forEach(log::append);
    }
}
