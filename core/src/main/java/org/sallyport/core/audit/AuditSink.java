package org.sallyport.core.audit;

import org.sallyport.api.audit.AuditEvent;

/** Where audit events are added. Joins the caller's transaction. */
public interface AuditSink {
    /** @return false when an event of this uid is there already (nothing is changed then) */
    boolean append(AuditEvent event);
}
