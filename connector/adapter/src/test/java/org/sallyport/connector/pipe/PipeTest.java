package org.sallyport.connector.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PipeTest {
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
