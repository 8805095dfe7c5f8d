package org.sallyport.connector.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CarriedEndTest {
    private static final int WINDOW = 10_000;

    private final Deque<Runnable> overdue = new ArrayDeque<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(4096);
    private final CarriedEnd end = new CarriedEnd(WINDOW, input::clear, overdue::add);
    private final NotedEnd agent = new NotedEnd();
    private final AtomicInteger closed = new AtomicInteger();
    private final FakeConnection client = new FakeConnection();

    CarriedEndTest() {
        Deferral deferral = new Deferral(Runnable::run);
        Pipe pipe = new Pipe(end, agent, deferral, closed::incrementAndGet);
        end.attach(pipe.left(), deferral);
        agent.attach(pipe.right(), deferral);
        agent.open();
    }

    private void open() {
        end.open(client);
        client.run();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void halfCloseIsKeptInBothDirections() {
        open();
        client.send(bytes("question"));
        client.endInput();
        client.run();
        assertThat(agent.sent).containsExactly("question", "EOF");
        assertThat(client.closed).isFalse();

        agent.port.data(bytes("answer"));
        client.run();
        assertThat(client.text()).isEqualTo("answer");
        assertThat(client.outputEnded).isFalse();

        agent.port.eof();
        client.run();
        assertThat(client.outputEnded).isTrue();
        assertThat(client.closed).isTrue();
        assertThat(agent.sent).endsWith("CLOSE");
        assertThat(closed).hasValue(1);
    }

    @Test
    void theAgentMayEndFirstAndStillBeSentTo() {
        open();
        agent.port.data(bytes("greeting"));
        agent.port.eof();
        client.run();
        assertThat(client.text()).isEqualTo("greeting");
        assertThat(client.outputEnded).isTrue();
        assertThat(client.closed).isFalse();

        client.send(bytes("late"));
        client.endInput();
        client.run();
        assertThat(agent.sent).contains("late", "EOF", "CLOSE");
        assertThat(client.closed).isTrue();
        assertThat(closed).hasValue(1);
    }

    @Test
    void noMoreIsReadThanTheWindowHasRoomFor() {
        open();
        agent.room = 0;
        client.send(new byte[100_000]);
        client.run();
        assertThat(client.unread()).isEqualTo(100_000 - WINDOW);

        agent.room = 3_000;
        agent.port.writable();
        client.run();
        assertThat(agent.bytes).isEqualTo(100_000);
        assertThat(client.unread()).isZero();
    }

    @Test
    void noMoreIsQueuedForASlowReaderThanThereIsRoom() {
        client.room(0);
        open();
        int sent = 2 * CarriedEnd.ROOM;
        agent.port.data(new byte[sent]);
        client.run();
        assertThat(end.room()).isZero();
        assertThat(agent.credited)
                .as("the agent's window stays shut for what nobody takes")
                .isZero();

        client.room(100_000);
        client.run();
        assertThat(client.taken()).isEqualTo(100_000);
        client.room(Integer.MAX_VALUE);
        client.run();
        assertThat(client.taken()).isEqualTo(sent);
        assertThat(agent.credited).isEqualTo(sent);
    }

    @Test
    void aBrokenConnectionIsNoCleanEnd() {
        open();
        client.send(bytes("half a wo"));
        client.run();
        client.breakDown();
        client.run();
        assertThat(agent.sent).contains("CLOSE").doesNotContain("EOF");
        assertThat(client.closed).isTrue();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aConnectionThatBreaksWithBytesQueuedGivesThemBack() {
        client.room(0);
        open();
        agent.port.data(new byte[50_000]);
        client.run();
        client.breakDown();
        client.run();
        assertThat(agent.credited).isEqualTo(50_000);
        assertThat(closed).hasValue(1);
    }

    @Test
    void aLostAgentIsABrokenConnectionForTheClient() {
        open();
        agent.port.lost();
        client.run();
        assertThat(client.closed).isTrue();
        assertThat(client.outputEnded).as("no end of stream was told").isFalse();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aDialWhoseClientHasGoneIsClosed() {
        agent.port.data(bytes("SSH-2.0-agent"));
        end.abandon();
        assertThat(agent.sent).contains("CLOSE").doesNotContain("EOF");
        assertThat(agent.credited).isEqualTo(13);
        assertThat(closed).hasValue(1);
    }

    @Test
    void anAgentThatEndedBeforeTheClientCameIsHeardOut() {
        agent.port.data(bytes("go away"));
        agent.port.eof();
        agent.port.closeReceived();
        assertThat(closed).hasValue(0);

        client.endInput();
        open();
        assertThat(client.text()).isEqualTo("go away");
        assertThat(client.outputEnded).isTrue();
        assertThat(client.closed).isTrue();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aClientThatTakesNothingOfTheEndIsNotWaitedForButASlowOneIs() {
        open();
        client.room(0);
        agent.port.data(new byte[1_000]);
        agent.port.eof();
        agent.port.closeReceived();
        client.run();
        client.room(10);
        client.run();
        overdue.remove().run();
        assertThat(client.closed).as("ten bytes are progress").isFalse();

        overdue.remove().run();
        assertThat(client.closed).isTrue();
        assertThat(client.taken()).isEqualTo(10);
        assertThat(overdue).isEmpty();
    }
}
