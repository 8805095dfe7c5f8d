package org.sallyport.session.recording;

import org.sallyport.api.recording.RecordingInfo;

/**
 * One segment to send.
 *
 * @param damage what is missing at its end; empty when nothing is
 */
public record SegmentUpload(RecordingInfo info, int number, byte[] content, boolean last, String damage) {}
