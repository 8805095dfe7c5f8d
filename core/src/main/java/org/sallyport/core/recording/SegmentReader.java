package org.sallyport.core.recording;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Opens one segment, frame by frame, as {@link SegmentSealer} made it. */
public final class SegmentReader {
    /** Who has the recording keys' private halves. */
    @FunctionalInterface
    public interface Keys {
        /** @throws SallyportException when it does not have that key */
        SecretKey open(String keyId, byte[] encapsulation);
    }

    private final InputStream in;
    private final SegmentHeader header;
    private final SecretKey key;
    private int frames;

    public SegmentReader(InputStream in, Keys keys) throws IOException, BrokenSegmentException {
        this.in = requireNonNull(in, "in");
        this.header = SegmentHeader.decode(ByteBuffer.wrap(in.readNBytes(SegmentHeader.BYTES)));
        this.key = keys.open(header.keyId(), header.encapsulation());
    }

    public SegmentHeader header() {
        return header;
    }

    /**
     * @return the events of the next frame, a line each; empty at the end
     * @throws BrokenSegmentException when the frame is not whole or not what was sealed; nothing after it can be read
     */
    public Optional<byte[]> next() throws IOException, BrokenSegmentException {
        try {
            byte[] frame = SegmentScan.nextFrame(in);
            return frame.length == 0 ? Optional.empty() : Optional.of(opened(frame));
        } catch (EOFException e) {
            throw new BrokenSegmentException("it ends within frame " + frames);
        } catch (BrokenSegmentException e) {
            throw new BrokenSegmentException("frame " + frames + " " + e.getMessage());
        }
    }

    private byte[] opened(byte[] frame) throws BrokenSegmentException {
        Cipher cipher;
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    key,
                    new GCMParameterSpec(SegmentSealer.TAG * 8, SegmentSealer.nonce(header.number(), frames)));
            cipher.updateAAD(header.encode());
        } catch (GeneralSecurityException e) {
            throw new SallyportException(
                    ErrorCode.INTERNAL, "recording: this Java cannot open a segment; use a complete JDK", "", e);
        }
        try {
            byte[] plain = cipher.doFinal(frame, SegmentSealer.FRAME_HEAD, frame.length - SegmentSealer.FRAME_HEAD);
            byte[] events = FramePacking.unpack(plain);
            frames++;
            return events;
        } catch (GeneralSecurityException e) {
            throw new BrokenSegmentException("is not what was sealed there");
        }
    }
}
