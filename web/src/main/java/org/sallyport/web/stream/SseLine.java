package org.sallyport.web.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sallyport.api.error.Problem;
import org.sallyport.api.error.SallyportException;
import org.sallyport.web.edge.Problems;
import org.sallyport.web.json.RestJson;

/** {@link Line} over server-sent events (the event stream format of the HTML standard). */
public final class SseLine implements Line {
    private static final ObjectMapper JSON = RestJson.mapper();

    private final SseEventSink sink;
    private final Sse sse;

    public SseLine(SseEventSink sink, Sse sse) {
        this.sink = sink;
        this.sse = sse;
    }

    @Override
    public boolean closed() {
        return sink.isClosed();
    }

    @Override
    public CompletionStage<?> message(Object message, Optional<String> cursor) {
        OutboundSseEvent.Builder line = sse.newEventBuilder().data(encode(message));
        cursor.ifPresent(line::id);
        return sink.send(line.build());
    }

    @Override
    public CompletionStage<?> heartbeat(Optional<String> cursor) {
        // RESTEasy writes no id with a comment; a name of its own keeps it from those who listen for messages
        OutboundSseEvent.Builder line = sse.newEventBuilder().name("alive").data("");
        cursor.ifPresent(line::id);
        return sink.send(line.build());
    }

    @Override
    public CompletionStage<?> failure(SallyportException reason) {
        return sink.send(sse.newEvent("problem", Problems.encode(Problem.of(reason, ""))));
    }

    @Override
    public void close() {
        sink.close();
    }

    private static String encode(Object message) {
        try {
            return JSON.writeValueAsString(message);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
