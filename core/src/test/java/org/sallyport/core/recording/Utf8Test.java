package org.sallyport.core.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** It says what the decoder of the JDK says. */
final class Utf8Test {
    private static boolean decodes(byte[] data, int from, int end) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, from, end - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static void compare(byte[] data, int from, int end) {
        assertThat(Utf8.isValid(data, from, end))
                .as("%s from %d to %d", java.util.HexFormat.of().formatHex(data), from, end)
                .isEqualTo(decodes(data, from, end));
    }

    @Test
    void everyCharacterIsUtf8AndNoPartOfOneIs() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point += point < 0x3000 ? 1 : 61) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                byte[] data = Character.toString(point).getBytes(StandardCharsets.UTF_8);
                for (int end = 0; end <= data.length; end++) {
                    compare(data, 0, end);
                }
            }
        }
    }

    @Test
    void twoBytesOfAnyValueBetweenOthers() {
        byte[] data = new byte[12];
        for (int place : new int[] {0, 3, 7, 8, 10}) {
            for (int value = 0; value < 0x10000; value++) {
                java.util.Arrays.fill(data, (byte) 'a');
                data[place] = (byte) (value >> 8);
                data[place + 1] = (byte) value;
                compare(data, 0, data.length);
            }
        }
    }

    @Test
    void whatIsLikeText() {
        Random random = new Random(11);
        byte[] interesting = {
            'a',
            0x7F,
            (byte) 0x80,
            (byte) 0x8F,
            (byte) 0x90,
            (byte) 0x9F,
            (byte) 0xA0,
            (byte) 0xBF,
            (byte) 0xC0,
            (byte) 0xC2,
            (byte) 0xDF,
            (byte) 0xE0,
            (byte) 0xE1,
            (byte) 0xED,
            (byte) 0xEF,
            (byte) 0xF0,
            (byte) 0xF1,
            (byte) 0xF4,
            (byte) 0xF5,
            (byte) 0xFF
        };
        for (int round = 0; round < 200_000; round++) {
            byte[] data = new byte[1 + random.nextInt(9)];
            for (int i = 0; i < data.length; i++) {
                data[i] = interesting[random.nextInt(interesting.length)];
            }
            int from = random.nextInt(data.length);
            compare(data, from, data.length);
        }
    }

    @Test
    void aCharacterThatIsCutAnywhereIsTextOnBothSidesButForItself() {
        byte[] text = "aä\u20AC\uD83D\uDE00z".repeat(3).getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= text.length; cut++) {
            int begun = Utf8.beginning(text, 0, cut);
            int rest = Utf8.rest(text, cut, text.length);
            assertThat(begun).isBetween(0, 3);
            assertThat(Utf8.isValid(text, 0, cut - begun)).isTrue();
            assertThat(Utf8.isValid(text, cut + rest, text.length)).isTrue();
            assertThat(Utf8.isValid(text, cut - begun, cut + rest)).isTrue();
            assertThat(begun == 0).isEqualTo(rest == 0);
        }
    }
}
