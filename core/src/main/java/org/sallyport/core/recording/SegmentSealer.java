package org.sallyport.core.recording;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.UUID;
import java.util.zip.CRC32C;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.core.keys.X25519Kem;

/**
 * Makes one segment's bytes: the header, then frames, each readable without those after it. A frame is the length of
 * what is sealed (u32), the CRC-32C of length and sealed bytes (u32) and the sealed bytes: the events, packed
 * ({@link FramePacking}), by AES-256-GCM under the encapsulated key, with the segment's number (u32), zero (u32) and the
 * frame's number from 0 (u32) as nonce and the header as additional data, so that no frame can be changed, moved or taken
 * to another segment unseen. Segments that one sealer follows up share a key; any other has its own. The checksum is for
 * those who do not have the key. Not thread-safe.
 */
public final class SegmentSealer {
    /** Of the events in one frame. */
    public static final int MOST_PLAIN = 256 * 1024;

    static final int FRAME_HEAD = 8;
    static final int TAG = 16;
    static final int MOST_SEALED = FramePacking.HEAD + MOST_PLAIN + TAG;

    private final SegmentHeader header;
    private final byte[] encodedHeader;
    private final SecretKey key;
    private final Cipher cipher;
    private final FramePacking packing;
    private int frames;

    private SegmentSealer(SegmentHeader header, SecretKey key, Cipher cipher, FramePacking packing) {
        this.header = header;
        this.encodedHeader = header.encode();
        this.key = key;
        this.cipher = cipher;
        this.packing = packing;
    }

    public static SegmentSealer begin(UUID sessionId, int number, long offsetMicros, RecordingKey to) {
        X25519Kem.Encapsulated made = X25519Kem.encapsulate(to.publicKey());
        SegmentHeader header = new SegmentHeader(sessionId, number, offsetMicros, to.id(), made.encapsulation());
        try {
            return new SegmentSealer(header, made.key(), Cipher.getInstance("AES/GCM/NoPadding"), new FramePacking());
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    /** For the segment after this one, with the same key. */
    public SegmentSealer next(long offsetMicros) {
        return new SegmentSealer(
                new SegmentHeader(
                        header.sessionId(), header.number() + 1, offsetMicros, header.keyId(), header.encapsulation()),
                key,
                cipher,
                packing);
    }

    public SegmentHeader header() {
        return header;
    }

    public byte[] encodedHeader() {
        return encodedHeader.clone();
    }

    /** @return the next frame, whole */
    public byte[] frame(byte[] plain, int offset, int length) {
        if (length > MOST_PLAIN) {
            throw new IllegalArgumentException("a frame holds at most " + MOST_PLAIN + " bytes, not " + length);
        }
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG * 8, nonce(header.number(), frames)));
            cipher.updateAAD(encodedHeader);
            byte[] packed = packing.pack(plain, offset, length);
            byte[] frame = new byte[FRAME_HEAD + packed.length + TAG];
            ByteBuffer.wrap(frame).putInt(packed.length + TAG);
            cipher.doFinal(packed, 0, packed.length, frame, FRAME_HEAD);
            ByteBuffer.wrap(frame).putInt(4, checksum(frame));
            frames++;
            return frame;
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    static byte[] nonce(int segment, int frame) {
        return ByteBuffer.allocate(12).putInt(0, segment).putInt(8, frame).array();
    }

    /** Of a whole frame, but for the place of the checksum itself. */
    static int checksum(byte[] frame) {
        CRC32C sum = new CRC32C();
        sum.update(frame, 0, 4);
        sum.update(frame, FRAME_HEAD, frame.length - FRAME_HEAD);
        return (int) sum.getValue();
    }

    private static SallyportException failed(GeneralSecurityException cause) {
        return new SallyportException(
                ErrorCode.INTERNAL, "recording: this Java cannot seal a segment; use a complete JDK", "", cause);
    }
}
