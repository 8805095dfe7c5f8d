package org.sallyport.agent.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.sallyport.api.codec.Json;
import org.sallyport.api.session.LiveSession;
import org.sallyport.core.connector.LiveReport;

/** Live sessions as a heartbeat carries them: the newest, as many as one may hold. */
final class LiveSessionLines {
    private static final ObjectMapper JSON = Json.jsonMapper();

    /** @param json newest first @param untold how many did not fit */
    record Told(List<ByteString> json, int untold) {}

    private LiveSessionLines() {}

    /** @param live oldest first */
    static Told of(List<LiveSession> live) {
        List<ByteString> json = new ArrayList<>();
        int bytes = 0;
        for (LiveSession session : live.reversed()) {
            if (json.size() == LiveReport.MOST_SESSIONS) {
                break;
            }
            ByteString line = line(session);
            // one that is too large by itself, full of participants, keeps no other out
            if (bytes + line.size() <= LiveReport.MOST_BYTES) {
                bytes += line.size();
                json.add(line);
            }
        }
        return new Told(json, live.size() - json.size());
    }

    private static ByteString line(LiveSession session) {
        try {
            return ByteString.copyFrom(JSON.writeValueAsBytes(session));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
