package org.sallyport.core.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FramePackingTest {
    private static final int MOST = SegmentSealer.MOST_PLAIN;
    private final FramePacking packing = new FramePacking();

    private static byte[] text(int length) {
        byte[] text = new byte[length];
        byte[] line = "[0.000123,\"o\",\"-rw-r--r-- 1 root root 4711 report.txt\\r\\n\"]\n".getBytes(UTF_8);
        for (int at = 0; at < length; at++) {
            text[at] = line[at % line.length];
        }
        return text;
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(7).nextBytes(noise);
        return noise;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 129, 4096, 65_536, MOST})
    void whatIsPackedComesOutAsItWas(int length) throws BrokenSegmentException {
        for (byte[] plain : new byte[][] {text(length), noise(length)}) {
            byte[] packed = packing.pack(plain, 0, length);
            assertThat(packed).hasSizeLessThanOrEqualTo(FramePacking.HEAD + length);
            assertThat(FramePacking.unpack(packed)).isEqualTo(plain);
        }
    }

    @Test
    void onlyThePartThatIsMeantIsPacked() throws BrokenSegmentException {
        byte[] text = text(3000);
        assertThat(FramePacking.unpack(packing.pack(text, 100, 2000))).isEqualTo(Arrays.copyOfRange(text, 100, 2100));
    }

    @Test
    void textBecomesAFifth() {
        assertThat(packing.pack(text(65_536), 0, 65_536)).hasSizeLessThan(65_536 / 5);
    }

    @Test
    void afterWhatCannotBePackedItIsTriedAgainALittleLater() {
        packing.pack(noise(4096), 0, 4096);
        byte[] text = text(4096);
        assertThat(packing.pack(text, 0, text.length)).hasSize(1 + text.length);
        byte[] last = {};
        for (int i = 0; i < 15; i++) {
            last = packing.pack(text, 0, text.length);
        }
        assertThat(last).hasSizeLessThan(text.length / 5);
    }

    @Test
    void whatSaysFalseThingsIsRefused() {
        byte[] packed = packing.pack(text(4096), 0, 4096);
        assertThatThrownBy(() -> FramePacking.unpack(new byte[0])).isInstanceOf(BrokenSegmentException.class);
        assertThatThrownBy(() -> FramePacking.unpack(new byte[] {2, 0, 0, 0, 0, 0}))
                .isInstanceOf(BrokenSegmentException.class)
                .hasMessageContaining("does not know");
        for (int length : new int[] {-1, MOST + 1, Integer.MAX_VALUE}) {
            byte[] large = packed.clone();
            ByteBuffer.wrap(large).putInt(1, length);
            assertThatThrownBy(() -> FramePacking.unpack(large))
                    .isInstanceOf(BrokenSegmentException.class)
                    .hasMessageContaining("says that it holds");
        }
        for (int length : new int[] {0, 4000, 5000}) {
            byte[] other = packed.clone();
            ByteBuffer.wrap(other).putInt(1, length);
            assertThatThrownBy(() -> FramePacking.unpack(other))
                    .isInstanceOf(BrokenSegmentException.class)
                    .hasMessageContaining("as much as it says");
        }
        byte[] cut = Arrays.copyOf(packed, FramePacking.HEAD + 1);
        assertThatThrownBy(() -> FramePacking.unpack(cut)).isInstanceOf(BrokenSegmentException.class);
    }
}
