package org.sallyport.ejb.recording;

import java.time.Instant;
import java.util.UUID;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.core.recording.BrokenSegmentException;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.core.recording.RecordingService.Upload;
import org.sallyport.core.recording.SegmentHeader;
import org.sallyport.core.recording.SegmentScan;

/** What can be wrong with a segment, or with what is said of it, whatever is there already. */
final class UploadCheck {
    private static final int MOST_SEGMENTS = 1_000_000;
    private static final int MOST_NAME = 256;
    private static final int MOST_SIZE = 65_535;
    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

    private UploadCheck() {}

    /** @return with the node's name as its certificate has it */
    static RecordingInfo checked(RecordingInfo info, String node, Instant latest) {
        if (!isUuid(info.sessionId())) {
            throw invalid("the session's id is no UUID");
        }
        if (info.user().isEmpty() || info.login().isEmpty() || tooLong(info.user()) || tooLong(info.login())) {
            throw invalid("user and login have 1 to " + MOST_NAME + " characters");
        }
        if (!info.kind().equals("shell") && !info.kind().equals("exec")) {
            throw invalid("kind is shell or exec");
        }
        if (info.mode() == RecordingMode.OFF) {
            throw invalid("mode is node, node-sync, proxy or proxy-sync");
        }
        if (info.columns() < 0 || info.rows() < 0 || info.columns() > MOST_SIZE || info.rows() > MOST_SIZE) {
            throw invalid("columns and rows are between 0 and " + MOST_SIZE);
        }
        if (info.started().isBefore(EARLIEST) || info.started().isAfter(latest)) {
            throw invalid("the session's start is not believable: set the agent's clock");
        }
        return new RecordingInfo(
                info.sessionId(),
                info.user(),
                info.login(),
                node,
                info.address(),
                info.kind(),
                info.command(),
                info.mode(),
                info.columns(),
                info.rows(),
                info.started());
    }

    static void require(RecordingInfo info, Upload upload) {
        if (upload.number() < 0 || upload.number() >= MOST_SEGMENTS) {
            throw invalid("a segment's number is between 0 and " + (MOST_SEGMENTS - 1));
        }
        if (upload.content().length > RecordingService.MOST_BYTES) {
            throw new SallyportException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "Auth Service refused a segment: it is larger than " + RecordingService.MOST_BYTES + " bytes");
        }
        SegmentScan scan = scan(upload);
        SegmentHeader header = scan.header();
        if (!header.sessionId().toString().equals(info.sessionId()) || header.number() != upload.number()) {
            throw invalid("it is segment " + header.number() + " of session " + header.sessionId()
                    + " by its header, and not what the call says");
        }
        scan.damage().ifPresent(damage -> {
            throw invalid(damage + ": send what is before it, and say so as damage");
        });
    }

    private static SegmentScan scan(Upload upload) {
        try {
            return SegmentScan.of(upload.content());
        } catch (BrokenSegmentException e) {
            throw invalid(e.getMessage());
        }
    }

    /** As it is written by {@link UUID#toString}: it becomes part of a file's name. */
    static boolean isUuid(String id) {
        try {
            return UUID.fromString(id).toString().equals(id);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean tooLong(String name) {
        return name.length() > MOST_NAME;
    }

    private static SallyportException invalid(String why) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, "Auth Service refused a segment: " + why);
    }
}
