package org.sallyport.web.audit;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.rest.Page;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Parameters;
import org.sallyport.web.stream.SseLine;
import org.sallyport.web.stream.StreamKind;
import org.sallyport.web.stream.Streams;
import org.sallyport.web.stream.Subscriber;

/** The audit log: searched backwards, followed forwards. */
@Path("v1/audit")
public class AuditResource {
    @EJB
    AuditService audit;

    @Inject
    CurrentCaller caller;

    @Inject
    Streams streams;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Page<AuditEvent> search(
            @BeanParam AuditFilterParameters filter,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") String limit) {
        return audit.search(caller.user(), filter.query(), Parameters.text("cursor", cursor), Parameters.limit(limit));
    }

    /** Oldest first from the beginning of the log, or after where the last page ended; every page says where to go on. */
    @GET
    @Path("events")
    @Produces(MediaType.APPLICATION_JSON)
    public Page<AuditEvent> events(
            @BeanParam AuditFilterParameters filter,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        String start = Parameters.text("after", after);
        return audit.follow(caller.user(), filter.query(), start.isEmpty() ? "0" : start, Parameters.limit(limit));
    }

    /** Starts after Last-Event-ID, or after {@code cursor}, or now; the right to read is checked before it starts. */
    @GET
    @Path("stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void stream(
            @BeanParam AuditFilterParameters filter,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) String lastEventId,
            @QueryParam("cursor") String cursor,
            @Context SseEventSink sink,
            @Context Sse sse) {
        String from =
                lastEventId == null ? Parameters.text("cursor", cursor) : Parameters.text("Last-Event-ID", lastEventId);
        AuditQuery query = filter.query();
        Page<AuditEvent> first = audit.follow(caller.user(), query, from, AuditSource.PAGE);
        streams.open(
                StreamKind.AUDIT, Subscriber.of(caller), new AuditSource(audit, query, first), new SseLine(sink, sse));
    }
}
