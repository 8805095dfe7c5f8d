package org.sallyport.cli.play;

import java.io.IOException;
import java.io.OutputStream;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.core.recording.Asciicast;
import org.sallyport.core.recording.EventOutput;
import org.sallyport.core.recording.EventStreamWriter;
import org.sallyport.core.recording.PlainText;

/** What a recording is printed as. */
public enum PlayFormat {
    TEXT("text"),
    JSON("json"),
    ASCIICAST("asciicast"),
    ASCIICAST_V2("asciicast-v2");

    private final String word;

    PlayFormat(String word) {
        this.word = word;
    }

    EventOutput begin(RecordingInfo info, OutputStream out) throws IOException {
        return switch (this) {
            case TEXT -> new PlainText(out);
            case JSON -> new EventStreamWriter(out);
            case ASCIICAST -> Asciicast.v3(info, out);
            case ASCIICAST_V2 -> Asciicast.v2(info, out);
        };
    }

    @Override
    public String toString() {
        return word;
    }
}
