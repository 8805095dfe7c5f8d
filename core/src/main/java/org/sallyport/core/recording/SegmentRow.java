package org.sallyport.core.recording;

import static java.util.Objects.requireNonNull;

/**
 * What the store has of a segment; its bytes are an object in the {@link RecordingStorage}.
 *
 * @param sha256 of the object, hexadecimal
 * @param header the object's first {@link SegmentHeader#BYTES} bytes, hexadecimal: by them it can be told later which of
 *     them were changed
 * @param damage what the recorder said is missing at its end; empty when nothing is
 * @param objectKey names the object
 */
public record SegmentRow(
        String sessionId, int number, int size, String sha256, String header, String damage, String objectKey) {
    public SegmentRow {
        requireNonNull(sessionId, "sessionId");
        requireNonNull(sha256, "sha256");
        requireNonNull(header, "header");
        requireNonNull(damage, "damage");
        requireNonNull(objectKey, "objectKey");
    }
}
