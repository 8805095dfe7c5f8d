package org.sallyport.core.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.core.recording.EventStreamReader.Item;

/** The forms that a recording is read in. */
class RecordingFormsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void linesOfEventsLoseNothing() throws IOException {
        byte[] noText = {(byte) 0xC3, 0, 10, (byte) 0xFF};
        EventStreamWriter writer = new EventStreamWriter(out);
        writer.write(RecordedEvent.of(1_234_567, RecordedEvent.OUTPUT, "a\"\u00e4\u001b\n"));
        writer.write(new RecordedEvent(2_000_000, RecordedEvent.ERROR, noText));
        writer.played(4);
        writer.end(RecordingState.LIVE, true);
        assertThat(text().lines()).first().isEqualTo("[1.234567,\"o\",\"a\\\"\u00e4\\u001B\\n\"]");

        try (EventStreamReader reader = new EventStreamReader(new ByteArrayInputStream(out.toByteArray()))) {
            RecordedEvent first = ((Item.Event) reader.next()).event();
            assertThat(first.atMicros()).isEqualTo(1_234_567);
            assertThat(first.code()).isEqualTo('o');
            assertThat(first.text()).isEqualTo("a\"\u00e4\u001b\n");
            RecordedEvent second = ((Item.Event) reader.next()).event();
            assertThat(second.code()).isEqualTo('e');
            assertThat(second.data()).isEqualTo(noText);
            assertThat(reader.next()).isEqualTo(new Item.Played(4));
            assertThat(reader.next()).isEqualTo(new Item.End(RecordingState.LIVE, true));
            // it broke off when there is no end
            assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void asciicastOfVersionTwoCountsFromTheStart() throws IOException {
        RecordingInfo info = new RecordingInfo(
                "s", "ann", "root", "web1", "", "exec", "ls", RecordingMode.NODE, 0, 0, Instant.ofEpochSecond(7));
        Asciicast cast = Asciicast.v2(info, out);
        cast.write(RecordedEvent.of(500_000, RecordedEvent.OUTPUT, "x"));
        cast.write(new RecordedEvent(600_000, RecordedEvent.OUTPUT, new byte[] {(byte) 0xC3}));
        cast.write(new RecordedEvent(700_000, RecordedEvent.OUTPUT, new byte[] {(byte) 0xA4}));
        cast.write(RecordedEvent.of(800_000, RecordedEvent.ERROR, "e"));
        cast.write(RecordedEvent.of(900_000, RecordedEvent.EXIT, "0"));
        assertThat(text().lines())
                .containsExactly(
                        "{\"version\":2,\"width\":80,\"height\":24,\"timestamp\":7,\"command\":\"ls\",\"title\":\"ann as"
                                + " root at web1\"}",
                        "[0.500000,\"o\",\"x\"]",
                        "[0.700000,\"o\",\"\u00e4\"]",
                        "[0.800000,\"o\",\"e\"]");
    }

    @ParameterizedTest
    @CsvSource({
        "'plain <LF>', 'plain \n'",
        "'<ESC>[1;31mred<ESC>[0m', 'red'",
        "'<ESC>]0;title<BEL>after', 'after'",
        "'<ESC>]8;;http://x<ESC>\\link', 'link'",
        "'<ESC>P1$r0m<ESC>\\x', 'x'",
        "'<ESC>(Bx<ESC>=y<ESC>7z', 'xyz'",
        "'a<CR><LF>b<CR>c<CR><CR><LF>d', 'a\nb\nc\nd'",
        "'a<BS>b<BEL>c', 'abc'",
        "'<ESC>[?2004hprompt', 'prompt'",
        "'<ESC>[38;2;1;2;3<ESC>[mx', 'x'"
    })
    void textHasNoEscapeSequences(String raw, String plain) throws IOException {
        String bytes = raw.replace("<ESC>", "\u001b")
                .replace("<BEL>", "\u0007")
                .replace("<BS>", "\b")
                .replace("<CR>", "\r")
                .replace("<LF>", "\n");
        // however it was cut into events
        PlainText whole = new PlainText(out);
        whole.write(RecordedEvent.of(0, RecordedEvent.OUTPUT, bytes));
        assertThat(text()).isEqualTo(plain);
        out.reset();
        PlainText pieces = new PlainText(out);
        for (byte b : bytes.getBytes(StandardCharsets.UTF_8)) {
            pieces.write(new RecordedEvent(0, RecordedEvent.OUTPUT, new byte[] {b}));
        }
        assertThat(text()).isEqualTo(plain);
    }

    @Test
    void textHasOutputAndErrorsAndWhatIsDamaged() throws IOException {
        PlainText plain = new PlainText(out);
        for (RecordedEvent event : List.of(
                RecordedEvent.of(0, RecordedEvent.INPUT, "typed"),
                RecordedEvent.of(0, RecordedEvent.OUTPUT, "out\u009b1m "),
                RecordedEvent.of(0, RecordedEvent.RESIZE, "80x24"),
                RecordedEvent.of(0, RecordedEvent.ERROR, "err"),
                RecordedEvent.of(0, RecordedEvent.MARKER, "recording: segment 3 is missing"),
                RecordedEvent.of(0, RecordedEvent.EXIT, "1"))) {
            plain.write(event);
        }
        assertThat(text()).isEqualTo("out err\n[recording: segment 3 is missing]\n");
    }
}
