package org.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeQueueTest {
    private final Deque<Runnable> pool = new ArrayDeque<>();
    private final HandshakeQueue queue = new HandshakeQueue(pool::add, 1);
    private final List<String> done = new ArrayList<>();

    @Test
    void oldestConnectionGoesFirst() {
        step("192.0.2.1", 7);
        step("192.0.2.1", 9);
        step("192.0.2.1", 3);
        step("192.0.2.1", 8);
        runAll();
        assertThat(done).containsExactly("192.0.2.1/3", "192.0.2.1/7", "192.0.2.1/8", "192.0.2.1/9");
    }

    @Test
    void sourcesTakeTurns() {
        for (int i = 1; i <= 4; i++) {
            step("192.0.2.1", i);
        }
        step("192.0.2.2", 50);
        step("2001:db8::1", 60);
        step("2001:db8::2", 61);
        runAll();
        assertThat(done.subList(0, 3)).containsExactly("192.0.2.1/1", "192.0.2.2/50", "2001:db8:0:0:0:0:0:1/60");
        // one network, one turn
        assertThat(done.subList(3, 5)).containsExactly("192.0.2.1/2", "2001:db8:0:0:0:0:0:2/61");
    }

    @Test
    void noMoreRunAtOnceThanAllowed() {
        HandshakeQueue two = new HandshakeQueue(pool::add, 2);
        for (int i = 0; i < 5; i++) {
            two.execute(peer("192.0.2.1"), i, () -> done.add(""));
        }
        assertThat(pool).hasSize(2);
        runAll();
        assertThat(done).hasSize(5);
        two.execute(peer("192.0.2.1"), 6, () -> done.add(""));
        assertThat(pool).hasSize(1);
    }

    @Test
    void busyWhileStepsWait() {
        assertThat(queue.busy()).isFalse();
        queue.execute(peer("192.0.2.1"), 1, () -> done.add("busy " + queue.busy()));
        queue.execute(peer("192.0.2.1"), 2, () -> done.add("busy " + queue.busy()));
        assertThat(queue.busy()).isTrue();
        runAll();
        assertThat(done).containsExactly("busy true", "busy false");
        assertThat(queue.busy()).isFalse();
    }

    @Test
    void failedStepEndsNoOther() {
        queue.execute(peer("192.0.2.1"), 1, () -> {
            throw new IllegalStateException("broken");
        });
        step("192.0.2.1", 2);
        assertThat(pool).hasSize(1);
        try {
            pool.remove().run();
        } catch (IllegalStateException expected) {
            done.add("failed");
        }
        runAll();
        assertThat(done).containsExactly("failed", "192.0.2.1/2");
    }

    private void step(String address, long connection) {
        InetSocketAddress peer = peer(address);
        queue.execute(peer, connection, () -> done.add(peer.getAddress().getHostAddress() + "/" + connection));
    }

    private void runAll() {
        while (!pool.isEmpty()) {
            pool.remove().run();
        }
    }

    private static InetSocketAddress peer(String address) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), 22);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
