package org.sallyport.web.change;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.sallyport.core.change.ChangeService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.stream.SseLine;
import org.sallyport.web.stream.StreamKind;
import org.sallyport.web.stream.Streams;
import org.sallyport.web.stream.Subscriber;

/** Which kinds of things change, so that a page that shows some of them can read them again. */
@Path("v1/changes")
public class ChangeResource {
    @EJB
    ChangeService changes;

    @Inject
    CurrentCaller caller;

    @Inject
    Streams streams;

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void stream(@Context SseEventSink sink, @Context Sse sse) {
        long begin = changes.after(caller.user(), ChangeService.BEGIN).mark();
        streams.open(
                StreamKind.CHANGES, Subscriber.of(caller), new ChangeSource(changes, begin), new SseLine(sink, sse));
    }
}
