package org.sallyport.core.recording;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What a whole recording is known by. */
public final class RecordingDigest {
    private RecordingDigest() {}

    /** SHA-256, hexadecimal. */
    public static String of(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    /** SHA-256 over the SHA-256 of each segment, in order. */
    public static String of(List<SegmentRow> segments) {
        MessageDigest digest = sha256();
        segments.forEach(segment -> digest.update(HexFormat.of().parseHex(segment.sha256())));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
