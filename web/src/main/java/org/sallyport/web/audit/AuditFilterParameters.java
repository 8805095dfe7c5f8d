package org.sallyport.web.audit;

import jakarta.ws.rs.QueryParam;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.web.edge.Parameters;

/** The filters that search and stream share. A mutable bean because JAX-RS fills it. */
public class AuditFilterParameters {
    @QueryParam("from")
    public String from;

    @QueryParam("to")
    public String to;

    @QueryParam("user")
    public String user;

    @QueryParam("event")
    public String event;

    @QueryParam("resource")
    public String resource;

    @QueryParam("session")
    public String session;

    @QueryParam("text")
    public String text;

    AuditQuery query() {
        return new AuditQuery(
                Parameters.time("from", from),
                Parameters.time("to", to),
                Parameters.text("user", user),
                Parameters.text("event", event),
                Parameters.text("resource", resource),
                Parameters.text("session", session),
                Parameters.text("text", text));
    }
}
