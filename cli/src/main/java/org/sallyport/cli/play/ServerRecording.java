package org.sallyport.cli.play;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.api.rest.RecordingView;
import org.sallyport.cli.session.Api;
import org.sallyport.core.recording.EventStreamReader;
import org.sallyport.core.recording.EventStreamReader.Item;
import org.sallyport.core.recording.RecordedEvent;
import org.sallyport.core.remote.ApiRequest;

/** A recording of the cluster, fetched a segment at a time: playing takes long, and must not hold a place of the server. */
final class ServerRecording implements RecordingSource {
    private static final String BEGINNING = "-1";

    private final Api api;
    private final String path;
    private final RecordingInfo info;
    private EventStreamReader chunk;
    private boolean begun;
    private int played = -1;
    private boolean more = true;
    private RecordingState state = RecordingState.LIVE;

    ServerRecording(Api api, String sessionId) {
        this.api = api;
        this.path = "/api/v1/recordings/" + ApiRequest.segment(sessionId);
        this.info = api.get(path, RecordingView.class).info();
    }

    @Override
    public RecordingInfo info() {
        return info;
    }

    @Override
    public boolean live() {
        return state == RecordingState.LIVE;
    }

    @Override
    public Optional<RecordedEvent> next() throws IOException {
        while (true) {
            if (chunk == null) {
                if (!more && !live()) {
                    return Optional.empty();
                }
                fetch();
            }
            switch (chunk.next()) {
                case Item.Event event -> {
                    return Optional.of(event.event());
                }
                case Item.Played segment -> played = segment.number();
                case Item.End end -> {
                    state = end.state();
                    more = end.more();
                    chunk = null;
                    if (!more) {
                        return Optional.empty();
                    }
                }
            }
        }
    }

    private void fetch() throws IOException {
        ApiRequest request = ApiRequest.get(path + "/events").query("segments", "1");
        if (begun) {
            // the server tells by it that this is still the same playback
            request = request.query("after", played < 0 ? BEGINNING : Integer.toString(played));
        }
        try (InputStream answer = api.open(request)) {
            chunk = new EventStreamReader(new ByteArrayInputStream(answer.readAllBytes()));
        }
        begun = true;
    }

    @Override
    public void restart() {
        chunk = null;
        played = -1;
        more = true;
    }

    @Override
    public void close() {
        api.close();
    }
}
