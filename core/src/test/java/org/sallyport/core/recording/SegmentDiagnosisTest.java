package org.sallyport.core.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.core.fakes.SealedSession;
import org.sallyport.core.keys.X25519Kem;

/** Every byte that is changed is named by what it was for. */
class SegmentDiagnosisTest {
    private static final int HEAD = 8;
    private final X25519Kem.Pair pair = X25519Kem.generate();
    private final RecordingKey key = new RecordingKey("0123456789abcdef", pair.publicKey());
    private final SegmentReader.Keys keys =
            (id, encapsulation) -> X25519Kem.decapsulate(pair.privateKey(), encapsulation);
    private final SealedSession session = new SealedSession(key, 2);

    private SegmentDiagnosis of(byte[] found) {
        return SegmentDiagnosis.of(found, session.row(0), keys);
    }

    private byte[] flipped(int at) {
        byte[] changed = session.segments.getFirst().clone();
        changed[at] ^= 1;
        return changed;
    }

    /** Where each frame begins, and the end. */
    private List<Integer> frames() {
        byte[] segment = session.segments.getFirst();
        List<Integer> starts = new ArrayList<>();
        for (int at = SegmentHeader.BYTES; at < segment.length; ) {
            starts.add(at);
            at += HEAD + ByteBuffer.wrap(segment).getInt(at);
        }
        starts.add(segment.length);
        return starts;
    }

    @Test
    void nothingIsWrongWithWhatWasStored() {
        SegmentDiagnosis diagnosis = of(session.segments.getFirst());
        assertThat(diagnosis.faults()).isEmpty();
        assertThat(diagnosis.frames()).isEqualTo(SealedSession.FRAMES);
    }

    @ParameterizedTest
    @CsvSource({
        "magic,0,4",
        "session id,4,20",
        "number,20,24",
        "offset,24,32",
        "key id,32,40",
        "encapsulation,40,72",
        "header checksum,72,76"
    })
    void everyByteOfTheHeaderIsNamed(String field, int from, int to) {
        for (int at = from; at < to; at++) {
            SegmentDiagnosis diagnosis = of(flipped(at));
            assertThat(diagnosis.faults()).containsExactly("header: the " + field + " was changed");
            // its key is known from the row: the rest is looked at all the same
            assertThat(diagnosis.frames()).isEqualTo(SealedSession.FRAMES);
        }
    }

    @Test
    void everyByteOfAFrameIsNamed() {
        List<Integer> frames = frames();
        for (int frame = 0; frame < SealedSession.FRAMES; frame++) {
            int start = frames.get(frame);
            int end = frames.get(frame + 1);
            for (int at = start; at < end; at++) {
                String part = at < start + 4
                        ? "length"
                        : at < start + HEAD ? "checksum" : at < end - 16 ? "sealed bytes" : "tag";
                List<String> faults = of(flipped(at)).faults();
                assertThat(faults).as("byte " + at).hasSize(1);
                assertThat(faults.getFirst())
                        .startsWith("frame " + frame + ": its " + part)
                        .endsWith("changed");
            }
        }
    }

    @Test
    void severalFaultsAreAllNamed() {
        byte[] changed = flipped(5);
        changed[frames().get(1) + HEAD] ^= 4;
        changed[frames().get(3) - 1] ^= 4;
        assertThat(of(changed).faults())
                .containsExactly(
                        "header: the session id was changed",
                        "frame 1: its sealed bytes were changed",
                        "frame 2: its tag was changed");
    }

    @Test
    void truncationIsNamedWhereverItIs() {
        byte[] whole = session.segments.getFirst();
        List<Integer> frames = frames();
        for (int length = 0; length < whole.length; length++) {
            SegmentDiagnosis diagnosis = of(Arrays.copyOf(whole, length));
            assertThat(diagnosis.faults())
                    .first()
                    .isEqualTo("it is cut off: " + length + " of " + whole.length + " bytes are there");
            int end = length;
            long left = frames.stream().filter(start -> start <= end).count() - 1;
            assertThat(diagnosis.frames()).isEqualTo(Math.max(0, left));
            if (length > SegmentHeader.BYTES && !frames.contains(length)) {
                assertThat(diagnosis.faults()).last().isEqualTo("frame " + left + ": is cut off");
            } else {
                assertThat(diagnosis.faults()).hasSize(1);
            }
        }
    }

    @Test
    void addedBytesAreNamed() {
        byte[] whole = session.segments.getFirst();
        assertThat(of(Arrays.copyOf(whole, whole.length + 3)).faults())
                .containsExactly("3 bytes were added at its end");
    }

    @Test
    void anotherSegmentInItsPlaceIsNamed() {
        assertThat(of(session.segments.get(1)).faults())
                .containsExactly("segment 1 of session " + session.id + " is in its place");
        SealedSession other = new SealedSession(key, 1);
        assertThat(of(other.segments.getFirst()).faults())
                .containsExactly("segment 0 of session " + other.id + " is in its place");
    }

    @Test
    void aSegmentWithoutItsKeySaysSo() {
        SegmentDiagnosis diagnosis =
                SegmentDiagnosis.of(session.segments.getFirst(), session.row(0), (id, encapsulation) -> {
                    throw new SallyportException(ErrorCode.NOT_FOUND, "there is no recording key " + id);
                });
        assertThat(diagnosis.faults()).containsExactly("there is no recording key 0123456789abcdef");
    }

    @Test
    void whatItsMakerSealedWrongIsNamedThoughNothingWasChangedSince() {
        byte[] segment = session.segments.getFirst();
        int at = frames().get(1);
        segment[at + HEAD] ^= 1;
        int end = frames().get(2);
        byte[] frame = Arrays.copyOfRange(segment, at, end);
        ByteBuffer.wrap(segment).putInt(at + 4, SegmentSealer.checksum(frame));
        assertThat(of(segment).faults())
                .containsExactly("frame 1: is not what was sealed there, though its checksum fits");
    }
}
