package org.sallyport.web.recording;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.core.recording.RecordingQuery;
import org.sallyport.web.edge.Parameters;

/** Which recordings. A mutable bean because JAX-RS fills it. */
public class RecordingFilterParameters {
    @QueryParam("user")
    public String user;

    @QueryParam("node")
    public String node;

    @QueryParam("from")
    public String from;

    @QueryParam("to")
    public String to;

    @QueryParam("state")
    public String state;

    @QueryParam("text")
    public String text;

    RecordingQuery query() {
        return new RecordingQuery(
                Parameters.text("user", user),
                Parameters.text("node", node),
                Parameters.time("from", from),
                Parameters.time("to", to),
                state(),
                Parameters.text("text", text));
    }

    private Optional<RecordingState> state() {
        if (state == null || state.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(RecordingState.find(state)
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.INVALID_ARGUMENT, "REST: parameter state: use live, complete or incomplete")));
    }
}
