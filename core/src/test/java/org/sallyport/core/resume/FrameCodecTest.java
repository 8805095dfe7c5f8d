package org.sallyport.core.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.core.keys.Secret;

final class FrameCodecTest {
    private final List<Frame> frames = new ArrayList<>();
    private final FrameReader reader = new FrameReader(new FrameSink() {
        @Override
        public void data(ByteBuffer part) {
            throw new AssertionError("data");
        }

        @Override
        public void frame(Frame frame) {
            frames.add(frame);
        }
    });

    @Test
    void countsAreReadAsWritten() throws IOException {
        List<Frame> all = List.of(
                new Frame.Resumed(1L << 40),
                new Frame.Refused("no: über"),
                new Frame.Ack(0),
                new Frame.Eof(7),
                new Frame.Close(Long.MAX_VALUE),
                new Frame.Ping(),
                new Frame.Pong());
        for (Frame frame : all) {
            ByteBuffer bytes = FrameCodec.encode(frame);
            while (bytes.hasRemaining()) {
                reader.read(bytes.slice(bytes.position(), 1));
                bytes.get();
            }
        }
        assertThat(frames).isEqualTo(all);
    }

    @Test
    void aTicketIsReadAsWrittenAndComparedAsAWhole() throws IOException {
        Ticket ticket = Ticket.random();
        reader.read(FrameCodec.encode(new Frame.Offer(ticket, Duration.ofSeconds(60))));
        reader.read(FrameCodec.encode(new Frame.Resume(ticket, 5)));
        assertThat(((Frame.Offer) frames.get(0)).ticket().sameAs(ticket)).isTrue();
        assertThat(((Frame.Offer) frames.get(0)).kept()).isEqualTo(Duration.ofSeconds(60));
        Frame.Resume resume = (Frame.Resume) frames.get(1);
        assertThat(resume.ticket().sameAs(ticket)).isTrue();
        assertThat(resume.received()).isEqualTo(5);
        assertThat(ticket.sameAs(Ticket.random())).isFalse();
        assertThat(ticket.sameAs(new Ticket(UUID.randomUUID(), ticket.token()))).isFalse();
        assertThat(ticket.sameAs(new Ticket(ticket.stream(), new Secret("0".repeat(64)))))
                .isFalse();
        assertThat(ticket.toString()).doesNotContain(ticket.token().reveal());
    }

    /** Unknown type, data of nothing, data too long, negative length, short ticket, long text. */
    @ParameterizedTest
    @ValueSource(
            strings = {"0b00000000", "0000000000", "0500000000", "0500010001", "05ffffffff", "0100000001", "0400000201"
            })
    void lengthsAreBounded(String header) {
        assertThatThrownBy(() -> reader.read(ByteBuffer.wrap(HexFormat.of().parseHex(header))))
                .isInstanceOf(BrokenLinkException.class);
    }

    @Test
    void aTextHasNoControlCharactersAndIsCut() throws IOException {
        reader.read(FrameCodec.encode(new Frame.Refused("a\u001b[2Jb".repeat(200))));
        assertThat(((Frame.Refused) frames.getFirst()).text())
                .hasSize(FrameCodec.MOST_TEXT)
                .doesNotContain("\u001b");
    }
}
