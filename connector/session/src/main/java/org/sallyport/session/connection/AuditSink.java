package org.sallyport.session.connection;

import org.sallyport.api.audit.AuditEvent;

/** Where this agent's services tell what happened. */
@FunctionalInterface
public interface AuditSink {
    /**
     * Returns when the event is on disk; it reaches the Auth Service later. Blocks for one write.
     *
     * @throws org.sallyport.api.error.SallyportException STORE_UNAVAILABLE when it cannot be kept: what it tells of
     *     must not be confirmed then
     */
    void emit(AuditEvent event);
}
