package org.sallyport.web.recording;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.Page;
import org.sallyport.api.rest.RecordingCheck;
import org.sallyport.api.rest.RecordingView;
import org.sallyport.core.recording.Asciicast;
import org.sallyport.core.recording.EventStreamWriter;
import org.sallyport.core.recording.PlainText;
import org.sallyport.core.recording.Playback;
import org.sallyport.core.recording.RecordedEvent;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Parameters;

/** Recordings of sessions. */
@Path("v1/recordings")
public class RecordingResource {
    @EJB
    RecordingService recordings;

    @Inject
    CurrentCaller caller;

    @Inject
    PlaybackStreams streams;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Page<RecordingView> list(
            @BeanParam RecordingFilterParameters filter,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") String limit) {
        return recordings.list(
                caller.user(), filter.query(), Parameters.text("cursor", cursor), Parameters.limit(limit));
    }

    @GET
    @Path("{session}")
    @Produces(MediaType.APPLICATION_JSON)
    public RecordingView get(@PathParam("session") String session) {
        return recordings.get(caller.user(), session);
    }

    @DELETE
    @Path("{session}")
    public void delete(@PathParam("session") String session) {
        recordings.delete(caller.user(), session);
    }

    @GET
    @Path("{session}/verify")
    @Produces(MediaType.APPLICATION_JSON)
    public RecordingCheck verify(@PathParam("session") String session) {
        return recordings.verify(caller.user(), session);
    }

    /** Everything that is there behind segment {@code after}, as far as {@code segments} segments go. */
    @GET
    @Path("{session}/events")
    @Produces("application/x-ndjson")
    public StreamingOutput events(
            @PathParam("session") String session,
            @QueryParam("after") String after,
            @QueryParam("segments") String segments) {
        boolean goingOn = after != null && !after.isEmpty();
        int from = goingOn ? number("after", after, -1) : -1;
        int most = segments == null || segments.isEmpty() ? Integer.MAX_VALUE : number("segments", segments, 1);
        Playback playback = recordings.play(caller.user(), session, goingOn);
        return streams.streaming(playback, from, out -> {
            EventStreamWriter lines = new EventStreamWriter(out);
            boolean more = playback.play(from, most, new Playback.Sink() {
                @Override
                public void event(RecordedEvent event) throws java.io.IOException {
                    lines.write(event);
                }

                @Override
                public void played(int number) throws java.io.IOException {
                    lines.played(number);
                }
            });
            lines.end(playback.state(), more);
        });
    }

    @GET
    @Path("{session}/cast")
    @Produces("application/x-asciicast")
    public StreamingOutput cast(@PathParam("session") String session, @QueryParam("version") String version) {
        boolean older = "2".equals(version);
        if (version != null && !older && !version.equals("3")) {
            throw invalid("version", "use 2 or 3");
        }
        Playback playback = recordings.play(caller.user(), session, false);
        return streams.whole(
                playback, out -> older ? Asciicast.v2(playback.info(), out) : Asciicast.v3(playback.info(), out));
    }

    @GET
    @Path("{session}/text")
    @Produces("text/plain;charset=UTF-8")
    public StreamingOutput text(@PathParam("session") String session) {
        return streams.whole(recordings.play(caller.user(), session, false), PlainText::new);
    }

    private static int number(String name, String value, int least) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException malformed) {
            throw invalid(name, "'" + value + "' is no whole number");
        }
        throw invalid(name, "at least " + least);
    }

    private static SallyportException invalid(String name, String cause) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, "REST: parameter " + name + ": " + cause);
    }
}
