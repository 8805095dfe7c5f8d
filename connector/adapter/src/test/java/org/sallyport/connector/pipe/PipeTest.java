package org.sallyport.connector.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PipeTest {
    /** Notes what the pipe sends to it. */
    private static final class NotedEnd implements PipeEnd {
        final List<String> sent = new ArrayList<>();
        PipePort port;
        boolean ready;

        void open() {
            ready = true;
            port.writable();
        }

        @Override
        public void attach(PipePort newPort, Deferral deferral) {
            port = newPort;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public int room() {
            return 1024;
        }

        @Override
        public void write(byte[] data, int offset, int length, Consumer<Boolean> written) {
            sent.add(new String(data, offset, length, StandardCharsets.UTF_8));
            written.accept(true);
        }

        @Override
        public void sendEof() {
            sent.add("EOF");
        }

        @Override
        public void sendClose() {
            sent.add("CLOSE");
        }

        @Override
        public void credit(int bytes) {
            sent.add("credit " + bytes);
        }
    }

    private final NotedEnd user = new NotedEnd();
    private final NotedEnd agent = new NotedEnd();
    private final AtomicInteger closed = new AtomicInteger();

    PipeTest() {
        Deferral deferral = new Deferral(Runnable::run);
        Pipe pipe = new Pipe(user, agent, deferral, closed::incrementAndGet);
        user.attach(pipe.left(), deferral);
        agent.attach(pipe.right(), deferral);
    }

    @Test
    void nothingGoesToAnEndThatIsNotOpenThoughTheOtherIsOverAlready() {
        agent.open();
        agent.port.data("bye".getBytes(StandardCharsets.UTF_8));
        agent.port.eof();
        agent.port.closeReceived();
        assertThat(user.sent).isEmpty();
        assertThat(closed).hasValue(0);

        user.open();
        assertThat(user.sent).containsExactly("bye", "EOF", "CLOSE");
        assertThat(agent.sent).containsExactly("CLOSE", "credit 3");
        assertThat(closed).hasValue(1);
    }

    @Test
    void anEndLostBeforeTheOtherIsOpenClosesItWithoutEof() {
        agent.open();
        agent.port.lost();
        assertThat(user.sent).isEmpty();

        user.open();
        assertThat(user.sent).containsExactly("CLOSE");
        assertThat(closed).hasValue(1);
    }
}
