package org.sallyport.cli.events;

import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.rest.Page;

/** The audit log, read forward. */
interface EventSource {
    /**
     * Oldest first.
     *
     * @param after where the last page ended; empty for the beginning of the log
     * @return its cursor is where to go on, and {@code after} itself when nothing is new
     * @throws org.sallyport.api.error.SallyportException who cannot answer now, and why
     */
    Page<AuditEvent> next(String after);
}
