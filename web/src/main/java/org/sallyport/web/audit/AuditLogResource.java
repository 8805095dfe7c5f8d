package org.sallyport.web.audit;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LogConsistency;
import org.sallyport.api.rest.LogEntry;
import org.sallyport.api.rest.LogHead;
import org.sallyport.api.rest.LogPage;
import org.sallyport.api.rest.LogProof;
import org.sallyport.api.rest.Page;
import org.sallyport.core.transparency.LogService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Parameters;

/** The transparency log that audit events and certificates are in (docs/protocol/transparency.md). */
@Path("v1/audit/log")
@Produces(MediaType.APPLICATION_JSON)
public class AuditLogResource {
    @EJB
    LogService log;

    @Inject
    CurrentCaller caller;

    @GET
    @Path("head")
    public LogHead head() {
        return log.head(caller.user());
    }

    @GET
    @Path("proof")
    public LogProof proof(@QueryParam("event") String event, @QueryParam("certificate") String certificate) {
        String uid = Parameters.text("event", event);
        String serial = Parameters.text("certificate", certificate);
        if (uid.isEmpty() == serial.isEmpty()) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "REST: name an event by its uid or a certificate by its serial");
        }
        return serial.isEmpty() ? log.event(caller.user(), uid) : log.certificate(caller.user(), serial);
    }

    @GET
    @Path("consistency")
    public LogConsistency consistency(@QueryParam("from") String from, @QueryParam("to") String to) {
        return log.consistency(caller.user(), Parameters.number("from", from), Parameters.number("to", to));
    }

    @GET
    @Path("entries")
    public LogPage entries(@QueryParam("from") String from, @QueryParam("limit") String limit) {
        return log.entries(caller.user(), Parameters.number("from", from), Parameters.limit(limit));
    }

    @GET
    @Path("unlogged")
    public Page<LogEntry> unlogged(
            @QueryParam("kind") String kind, @QueryParam("cursor") String cursor, @QueryParam("limit") String limit) {
        return log.unlogged(
                caller.user(),
                Parameters.text("kind", kind),
                Parameters.text("cursor", cursor),
                Parameters.limit(limit));
    }
}
