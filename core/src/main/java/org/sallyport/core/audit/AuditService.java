package org.sallyport.core.audit;

import java.util.List;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.rest.Page;
import org.sallyport.core.caller.Caller;

/** Writing and reading the audit log. */
public interface AuditService {
    /** In the caller's transaction: the event is durable exactly when what it tells of is. */
    void record(Caller caller, AuditEvent event);

    /** In a transaction of its own: for refusals, whose surrounding transaction rolls back. */
    void recordRefusal(Caller caller, AuditEvent event);

    /**
     * Events an agent vouches for; {@code user} etc. are as the agent says, but the event gets the field
     * {@code reported_by} and a node event must name the agent's own host id. @return uids now durable
     */
    List<String> ingest(Caller.Agent caller, List<AuditEvent> events);

    /** Newest first. @param limit 1 to 1000 */
    Page<AuditEvent> search(Caller caller, AuditQuery query, String cursor, int limit);

    /** Followers: events after a cursor, oldest first; an empty cursor means from now on. */
    Page<AuditEvent> follow(Caller caller, AuditQuery query, String cursor, int limit);
}
