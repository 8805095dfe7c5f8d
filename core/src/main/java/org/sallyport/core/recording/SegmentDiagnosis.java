package org.sallyport.core.recording;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.sallyport.api.error.SallyportException;

/**
 * What is wrong with a segment's bytes, told by comparing them with what the store knows of them: which part of which
 * frame was changed. The key is that of the header as it was stored, so that a changed header hides nothing.
 *
 * @param frames that could be opened
 * @param faults in order; empty when every byte is as it was sealed
 */
public record SegmentDiagnosis(long frames, List<String> faults) {
    private record Field(String name, int from, int to) {}

    private static final List<Field> FIELDS = List.of(
            new Field("magic", 0, 4),
            new Field("session id", 4, 20),
            new Field("number", 20, 24),
            new Field("offset", 24, 32),
            new Field("key id", 32, 40),
            new Field("encapsulation", 40, 72),
            new Field("header checksum", 72, 76));

    public SegmentDiagnosis {
        faults = List.copyOf(faults);
    }

    public static SegmentDiagnosis of(byte[] found, SegmentRow row, SegmentReader.Keys keys) {
        byte[] headerBytes = HexFormat.of().parseHex(row.header());
        boolean same = RecordingDigest.of(found).equals(row.sha256());
        List<String> faults = new ArrayList<>();
        Optional<SegmentHeader> other = other(found, row);
        if (!same && other.isPresent()) {
            faults.add("segment " + other.get().number() + " of session "
                    + other.get().sessionId() + " is in its place");
            return new SegmentDiagnosis(0, faults);
        }
        header(found, headerBytes, faults);
        if (found.length < row.size()) {
            faults.add("it is cut off: " + found.length + " of " + row.size() + " bytes are there");
        } else if (found.length > row.size()) {
            faults.add((found.length - row.size()) + " bytes were added at its end");
        }
        long frames = 0;
        try {
            SegmentHeader header = SegmentHeader.decode(ByteBuffer.wrap(headerBytes));
            SecretKey key = keys.open(header.keyId(), header.encapsulation());
            byte[] known = Arrays.copyOf(found, Math.min(found.length, row.size()));
            Walk walk = new Walk(known, found.length < row.size(), headerBytes, header, key, faults);
            frames = walk.walk();
        } catch (BrokenSegmentException e) {
            faults.add("its row is damaged: " + e.getMessage());
        } catch (SallyportException e) {
            faults.add(e.userMessage());
        }
        if (!same && faults.isEmpty()) {
            faults.add("its bytes are not those that were stored");
        }
        return new SegmentDiagnosis(frames, faults);
    }

    /** The header of another segment than this one. */
    private static Optional<SegmentHeader> other(byte[] found, SegmentRow row) {
        try {
            SegmentHeader header = SegmentHeader.decode(ByteBuffer.wrap(found));
            boolean own = header.number() == row.number()
                    && header.sessionId().toString().equals(row.sessionId());
            return own ? Optional.empty() : Optional.of(header);
        } catch (BrokenSegmentException e) {
            return Optional.empty();
        }
    }

    private static void header(byte[] found, byte[] expected, List<String> faults) {
        for (Field field : FIELDS) {
            int to = Math.min(field.to(), found.length);
            if (field.from() < to && !Arrays.equals(found, field.from(), to, expected, field.from(), to)) {
                faults.add("header: the " + field.name() + " was changed");
            }
        }
    }

    /** Goes through the frames; goes on behind one that is damaged as long as it can be told where that ends. */
    private static final class Walk {
        private final byte[] bytes;
        private final boolean cut;
        private final byte[] encodedHeader;
        private final int number;
        private final EventLines lines;
        private final SecretKey key;
        private final List<String> faults;
        private int frame;
        private long opened;

        Walk(
                byte[] bytes,
                boolean cut,
                byte[] encodedHeader,
                SegmentHeader header,
                SecretKey key,
                List<String> faults) {
            this.bytes = bytes;
            this.cut = cut;
            this.encodedHeader = encodedHeader;
            this.number = header.number();
            this.lines = new EventLines(header.offsetMicros());
            this.key = key;
            this.faults = faults;
        }

        long walk() {
            int at = SegmentHeader.BYTES;
            for (; at >= 0 && at < bytes.length; frame++) {
                at = step(at);
            }
            return opened;
        }

        /** @return where the next frame is; -1 when that cannot be told */
        private int step(int at) {
            int left = bytes.length - at - SegmentSealer.FRAME_HEAD;
            int length = left < 0 ? 0 : ByteBuffer.wrap(bytes).getInt(at);
            boolean fits = length >= SegmentSealer.TAG && length <= SegmentSealer.MOST_SEALED && length <= left;
            if (!fits && cut && (left < 0 || (length >= SegmentSealer.TAG && length <= SegmentSealer.MOST_SEALED))) {
                fault("is cut off");
                return -1;
            }
            if (fits && (sumFits(at, length) || plain(at, length).isPresent())) {
                return judged(at, length);
            }
            int meant = meant(at, left);
            if (meant > 0) {
                fault("its length was changed");
                opened++;
                return at + SegmentSealer.FRAME_HEAD + meant;
            }
            if (!fits) {
                fault("is not whole, or its length was changed");
                return -1;
            }
            fault(onlyTag(at, length) ? "its tag was changed" : "its sealed bytes were changed");
            return at + SegmentSealer.FRAME_HEAD + length;
        }

        /** A frame whose length is right. */
        private int judged(int at, int length) {
            Optional<byte[]> plain = plain(at, length);
            if (plain.isEmpty()) {
                fault("is not what was sealed there, though its checksum fits");
            } else {
                opened++;
                if (!sumFits(at, length)) {
                    fault("its checksum was changed");
                }
                try {
                    lines.read(FramePacking.unpack(plain.get()));
                } catch (BrokenSegmentException e) {
                    fault(e.getMessage());
                }
            }
            return at + SegmentSealer.FRAME_HEAD + length;
        }

        private void fault(String what) {
            faults.add("frame " + frame + ": " + what);
        }

        private boolean sumFits(int at, int length) {
            byte[] whole = Arrays.copyOfRange(bytes, at, at + SegmentSealer.FRAME_HEAD + length);
            return ByteBuffer.wrap(whole).getInt(4) == SegmentSealer.checksum(whole);
        }

        private Optional<byte[]> plain(int at, int length) {
            try {
                Cipher cipher = gcm(Cipher.DECRYPT_MODE);
                return Optional.of(cipher.doFinal(bytes, at + SegmentSealer.FRAME_HEAD, length));
            } catch (GeneralSecurityException e) {
                return Optional.empty();
            }
        }

        /** The length that one changed byte of it hides; 0 when there is none. */
        private int meant(int at, int left) {
            for (int place = 0; left >= SegmentSealer.TAG && place < 4; place++) {
                for (int value = 0; value < 256; value++) {
                    byte[] head = Arrays.copyOfRange(bytes, at, at + 4);
                    head[place] = (byte) value;
                    int length = ByteBuffer.wrap(head).getInt();
                    if (length >= SegmentSealer.TAG
                            && length <= Math.min(left, SegmentSealer.MOST_SEALED)
                            && plain(at, length).isPresent()) {
                        return length;
                    }
                }
            }
            return 0;
        }

        /**
         * Whether the sealed bytes are right and the tag is not. What is opened without looking at the tag is sealed
         * again: when only the tag was touched it comes out the same but for a few bytes, else it is another one whole.
         */
        private boolean onlyTag(int at, int length) {
            int sealed = length - SegmentSealer.TAG;
            int from = at + SegmentSealer.FRAME_HEAD;
            try {
                Cipher counter = Cipher.getInstance("AES/CTR/NoPadding");
                // GCM's first block of data has counter 2 (NIST SP 800-38D section 7.1)
                byte[] start = ByteBuffer.allocate(16)
                        .put(SegmentSealer.nonce(number, frame))
                        .putInt(2)
                        .array();
                counter.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(start));
                byte[] again = gcm(Cipher.ENCRYPT_MODE).doFinal(counter.doFinal(bytes, from, sealed));
                int equal = 0;
                for (int i = 0; i < SegmentSealer.TAG; i++) {
                    equal += again[sealed + i] == bytes[from + sealed + i] ? 1 : 0;
                }
                return equal >= SegmentSealer.TAG / 2;
            } catch (GeneralSecurityException e) {
                return false;
            }
        }

        private Cipher gcm(int mode) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(SegmentSealer.TAG * 8, SegmentSealer.nonce(number, frame)));
            cipher.updateAAD(encodedHeader);
            return cipher;
        }
    }
}
