package org.sallyport.core.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.X25519Kem;

final class SegmentTest {
    private static final UUID SESSION = UUID.fromString("6d9d1c4e-1b2a-4c3d-8e4f-5a6b7c8d9e0f");
    private final X25519Kem.Pair pair = X25519Kem.generate();
    private final RecordingKey key =
            new RecordingKey(Secrets.sha256Hex(pair.publicKey()).substring(0, 16), pair.publicKey());
    private final SegmentReader.Keys keys = (id, encapsulation) -> {
        assertThat(id).isEqualTo(key.id());
        return X25519Kem.decapsulate(pair.privateKey(), encapsulation);
    };

    private byte[] segment(String... frames) {
        SegmentSealer sealer = SegmentSealer.begin(SESSION, 3, 1_500_000, key);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(sealer.encodedHeader());
        for (String frame : frames) {
            byte[] plain = frame.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(sealer.frame(plain, 0, plain.length));
        }
        return out.toByteArray();
    }

    private List<String> read(byte[] segment) throws IOException, BrokenSegmentException {
        SegmentReader reader = new SegmentReader(new ByteArrayInputStream(segment), keys);
        List<String> frames = new ArrayList<>();
        for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
            frames.add(new String(next.get(), StandardCharsets.UTF_8));
        }
        return frames;
    }

    @Test
    void whatWasSealedIsOpenedByTheKeysOwner() throws Exception {
        byte[] segment = segment("one", "", "three");
        assertThat(read(segment)).containsExactly("one", "", "three");
        SegmentScan scan = SegmentScan.of(segment);
        assertThat(scan.header().sessionId()).isEqualTo(SESSION);
        assertThat(scan.header().number()).isEqualTo(3);
        assertThat(scan.header().offsetMicros()).isEqualTo(1_500_000);
        assertThat(scan.frames()).isEqualTo(3);
        assertThat(scan.goodBytes()).isEqualTo(segment.length);
        assertThat(scan.damage()).isEmpty();
        assertThat(new String(segment, StandardCharsets.ISO_8859_1)).doesNotContain("three");
    }

    /** What a crash leaves: every frame that was whole is there. */
    @Test
    void aCutSegmentIsGoodUpToItsLastWholeFrame() throws Exception {
        byte[] whole = segment("one", "two");
        int firstEnd = segment("one").length;
        for (int length = firstEnd; length < whole.length; length++) {
            SegmentScan scan = SegmentScan.of(Arrays.copyOf(whole, length));
            assertThat(scan.frames()).isEqualTo(1);
            assertThat(scan.goodBytes()).isEqualTo(firstEnd);
            assertThat(scan.damage().isPresent()).isEqualTo(length > firstEnd);
        }
    }

    @Test
    void everyBitThatIsFlippedIsFoundWithoutTheKey() throws Exception {
        byte[] whole = segment("one", "two");
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            boolean found;
            try {
                found = SegmentScan.of(flipped).damage().isPresent();
            } catch (BrokenSegmentException e) {
                found = true;
            }
            assertThat(found).as("bit %d", bit).isTrue();
        }
    }

    /** With checksums made good again, as somebody who means it would. */
    @Test
    void aForgedFrameIsFoundWithTheKey() throws Exception {
        byte[] whole = segment("one", "two");
        byte[] frame = Arrays.copyOfRange(whole, SegmentHeader.BYTES, segment("one").length);
        frame[SegmentSealer.FRAME_HEAD] ^= 1;
        java.nio.ByteBuffer.wrap(frame).putInt(4, SegmentSealer.checksum(frame));
        System.arraycopy(frame, 0, whole, SegmentHeader.BYTES, frame.length);
        assertThat(SegmentScan.of(whole).damage()).isEmpty();
        assertThatThrownBy(() -> read(whole))
                .isInstanceOf(BrokenSegmentException.class)
                .hasMessage("frame 0 is not what was sealed there");
    }

    @Test
    void framesCannotChangePlaces() throws Exception {
        byte[] whole = segment("one", "two");
        int length = (whole.length - SegmentHeader.BYTES) / 2;
        byte[] swapped = whole.clone();
        System.arraycopy(whole, SegmentHeader.BYTES, swapped, SegmentHeader.BYTES + length, length);
        System.arraycopy(whole, SegmentHeader.BYTES + length, swapped, SegmentHeader.BYTES, length);
        assertThat(SegmentScan.of(swapped).damage()).isEmpty();
        assertThatThrownBy(() -> read(swapped)).isInstanceOf(BrokenSegmentException.class);
    }

    @Test
    void aHeaderOfAnotherSegmentDoesNotOpenTheFrames() {
        byte[] one = segment("one");
        byte[] other = segment("two");
        System.arraycopy(other, 0, one, 0, SegmentHeader.BYTES);
        assertThatThrownBy(() -> read(one)).isInstanceOf(BrokenSegmentException.class);
    }

    @Test
    void eventsComeBackAsTheyWereByteForByte() throws Exception {
        Random random = new Random(42);
        List<RecordedEvent> events = new ArrayList<>();
        long at = 2_000_000;
        for (int i = 0; i < 500; i++) {
            byte[] data = new byte[random.nextInt(40)];
            if (i % 3 == 0) {
                random.nextBytes(data);
            } else {
                for (int b = 0; b < data.length; b++) {
                    data[b] = (byte) random.nextInt(128);
                }
            }
            at += 1 + random.nextInt(5_000_000);
            events.add(new RecordedEvent(at, "oei".charAt(random.nextInt(3)), data));
        }
        events.add(RecordedEvent.of(at, 'r', "120x40"));
        events.add(RecordedEvent.of(at, 'o', "gr\u00fc\u00df \ud83d\ude80 \u2028 \" \\ \u007f"));
        EventLines writer = new EventLines(1_500_000);
        LineBuffer lines = new LineBuffer();
        events.forEach(event -> writer.write(event, lines));
        List<RecordedEvent> back = joined(new EventLines(1_500_000).read(lines.toByteArray()));
        assertThat(back).hasSameSizeAs(events);
        for (int i = 0; i < events.size(); i++) {
            assertThat(back.get(i).atMicros()).isEqualTo(events.get(i).atMicros());
            assertThat(back.get(i).code()).isEqualTo(events.get(i).code());
            assertThat(back.get(i).data()).isEqualTo(events.get(i).data());
        }
    }

    /** One that was split where a character was cut is one again. */
    private static List<RecordedEvent> joined(List<RecordedEvent> events) {
        List<RecordedEvent> all = new ArrayList<>();
        for (RecordedEvent event : events) {
            RecordedEvent before = all.isEmpty() ? event : all.getLast();
            if (before != event && before.code() == event.code() && before.atMicros() == event.atMicros()) {
                byte[] data = Arrays.copyOf(before.data(), before.data().length + event.data().length);
                System.arraycopy(event.data(), 0, data, before.data().length, event.data().length);
                all.set(all.size() - 1, new RecordedEvent(event.atMicros(), event.code(), data));
            } else {
                all.add(event);
            }
        }
        return all;
    }

    @Test
    void ofACharacterThatIsCutOnlyThePartsAreNoText() throws Exception {
        byte[] data = "xgr\u00fc\u00dfx".getBytes(StandardCharsets.UTF_8);
        LineBuffer lines = new LineBuffer();
        EventLines writer = new EventLines(0);
        writer.write(0, 'o', data, 0, 4, lines);
        writer.write(7, 'o', data, 4, data.length - 4, lines);
        assertThat(new String(lines.toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo("[0.000000,\"o\",\"xgr\"]\n[0.000000,\"O\",\"ww==\"]\n"
                        + "[0.000007,\"O\",\"vA==\"]\n[0.000000,\"o\",\"\u00dfx\"]\n");
    }

    @Test
    void aClockThatGoesBackDoesNotMakeAnIntervalNegative() throws Exception {
        EventLines writer = new EventLines(0);
        LineBuffer lines = new LineBuffer();
        writer.write(RecordedEvent.of(5_000_000, 'o', "a"), lines);
        writer.write(RecordedEvent.of(1_000_000, 'o', "b"), lines);
        writer.write(RecordedEvent.of(5_500_000, 'o', "c"), lines);
        assertThat(new String(lines.toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo("[5.000000,\"o\",\"a\"]\n[0.000000,\"o\",\"b\"]\n[0.500000,\"o\",\"c\"]\n");
    }

    /** Eight bytes are looked at at a time: every byte at every place among plain ones and at the end. */
    @Test
    void everyByteIsEscapedWhereverItStands() throws Exception {
        for (int length = 1; length <= 17; length++) {
            for (int at = 0; at < length; at++) {
                for (int value = 0; value < 256; value++) {
                    byte[] data = new byte[length];
                    Arrays.fill(data, (byte) 'a');
                    data[at] = (byte) value;
                    LineBuffer line = new LineBuffer();
                    new EventLines(0).write(0, 'o', data, 0, length, line);
                    assertThat(joined(new EventLines(0).read(line.toByteArray())))
                            .singleElement()
                            .extracting(RecordedEvent::data)
                            .isEqualTo(data);
                }
            }
        }
    }

    @Test
    void theNextSegmentHasTheSameKeyAndItsOwnFrames() throws Exception {
        SegmentSealer first = SegmentSealer.begin(SESSION, 0, 0, key);
        SegmentSealer second = first.next(7);
        byte[] plain = "same".getBytes(StandardCharsets.UTF_8);
        byte[] one = first.frame(plain, 0, plain.length);
        byte[] two = second.frame(plain, 0, plain.length);
        assertThat(one).isNotEqualTo(two);
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        segment.writeBytes(second.encodedHeader());
        segment.writeBytes(two);
        assertThat(read(segment.toByteArray())).containsExactly("same");
        assertThat(second.header().number()).isEqualTo(1);
        assertThat(second.header().offsetMicros()).isEqualTo(7);
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        mixed.writeBytes(second.encodedHeader());
        mixed.writeBytes(one);
        assertThatThrownBy(() -> read(mixed.toByteArray())).isInstanceOf(BrokenSegmentException.class);
    }

    @Test
    void linesThatAreNoEventsAreRefused() {
        for (String line :
                List.of("{}", "[1]", "[1,\"oo\",\"x\"]", "[\"1\",\"o\",\"x\"]", "[1,\"o\",2]", "[1,\"O\",\"%\"]")) {
            assertThatThrownBy(() -> new EventLines(0).read(line.getBytes(StandardCharsets.UTF_8)))
                    .as(line)
                    .isInstanceOf(BrokenSegmentException.class);
        }
    }

    @Test
    void aKeyIsNamedByItsDigest() {
        assertThat(key.id()).hasSize(16);
        assertThat(HexFormat.of().parseHex(key.id())).hasSize(8);
        assertThatThrownBy(() -> new RecordingKey("x", pair.publicKey())).isInstanceOf(IllegalArgumentException.class);
    }
}
