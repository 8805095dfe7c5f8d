package org.sallyport.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

@Timeout(60)
final class ResumableSessionTest {
    private static final Patience QUICK = new Patience(Duration.ofMillis(5), Duration.ofMillis(20), 5, 25);
    private final EchoAgent agent = new EchoAgent();
    private final StringWriter err = new StringWriter();
    private final Output out = new Output();
    private Pipe in;

    /** Standard output: tells when it has so much. */
    private static final class Output implements WritableByteChannel {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch full = new CountDownLatch(1);
        private int awaited = Integer.MAX_VALUE;

        @Override
        public int write(ByteBuffer source) {
            byte[] part = new byte[source.remaining()];
            source.get(part);
            bytes.writeBytes(part);
            if (bytes.size() >= awaited) {
                full.countDown();
            }
            return part.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            full.countDown();
        }
    }

    @BeforeEach
    void open() throws IOException {
        in = Pipe.open();
    }

    @AfterEach
    void close() throws IOException {
        in.sink().close();
    }

    private ResumableSession session(NodeDialer dialer, Patience patience) {
        return new ResumableSession(dialer, "the cluster", patience, new PrintWriter(err), new Random(1));
    }

    /** Standard input has these bytes, and ends when as many have come back. */
    private void feed(byte[] data) {
        out.awaited = data.length;
        Thread.ofPlatform().daemon().start(() -> {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(data);
                while (bytes.hasRemaining()) {
                    in.sink().write(bytes);
                }
                out.full.await();
                in.sink().close();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        return data;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void whereverItIsCutEveryByteComesBack(int seed) throws IOException {
        Random random = new Random(seed);
        byte[] data = random(4 << 20);
        agent.wrapping = channel -> agent.dials > 12
                ? channel
                : new FaultyChannel(channel, 1 + (long) (Math.exp(random.nextDouble() * 14)), false);
        // the first connection must get as far as the offer
        agent.wrapping = first(agent.wrapping);
        feed(data);
        assertThat(session(agent, QUICK).run(in.source(), out)).isZero();
        assertThat(out.bytes.toByteArray()).isEqualTo(data);
        assertThat(agent.dials).isGreaterThan(2);
        assertThat(err.toString()).contains("lost, trying to resume for 40 s\r\n", "resumed after");
    }

    private java.util.function.UnaryOperator<ByteChannel> first(java.util.function.UnaryOperator<ByteChannel> then) {
        return channel -> agent.dials == 1 ? new FaultyChannel(channel, 100_000, false) : then.apply(channel);
    }

    @Test
    void aConnectionThatFallsSilentIsReplaced() throws Exception {
        byte[] data = random(1 << 20);
        agent.wrapping = channel -> agent.dials == 1 ? new FaultyChannel(channel, 300_000, true) : channel;
        feed(data);
        assertThat(session(agent, QUICK).run(in.source(), out)).isZero();
        assertThat(out.bytes.toByteArray()).isEqualTo(data);
        assertThat(agent.dials).isEqualTo(2);
        assertThat(agent.closed.await(10, TimeUnit.SECONDS))
                .as("told that it is the end")
                .isTrue();
    }

    @Test
    void anIdleConnectionIsKept() throws Exception {
        byte[] data = random(1000);
        CountDownLatch idle = new CountDownLatch(1);
        out.awaited = 1000;
        Thread.ofPlatform().daemon().start(() -> {
            try {
                in.sink().write(ByteBuffer.wrap(data));
                out.full.await();
                // more looks than a silent connection is given
                assertThat(idle.await(1200, TimeUnit.MILLISECONDS)).isFalse();
                in.sink().close();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(session(agent, QUICK).run(in.source(), out)).isZero();
        assertThat(agent.dials).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
    }

    private NodeDialer onceThen(ErrorCode code) {
        agent.wrapping = channel -> new FaultyChannel(channel, 10_000, false);
        return () -> {
            if (agent.dials > 0) {
                throw new SallyportException(code, "proxy: no");
            }
            return agent.open();
        };
    }

    @Test
    void whenTimeIsOverItSaysWhy() {
        agent.kept = Duration.ofSeconds(1);
        feed(random(100_000));
        ResumableSession session = session(onceThen(ErrorCode.AGENT_OFFLINE), QUICK);
        assertThatThrownBy(() -> session.run(in.source(), out))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("could not be resumed within 1 s")
                .hasMessageContaining("connect again")
                .hasMessageContaining("proxy: no");
        out.full.countDown();
    }

    @Test
    void whoIsRefusedDoesNotAskAgain() {
        feed(random(100_000));
        assertThatThrownBy(
                        () -> session(onceThen(ErrorCode.NOT_LOGGED_IN), QUICK).run(in.source(), out))
                .hasMessageContaining("proxy: no");
        out.full.countDown();
    }

    @Test
    void theAgentsRefusalIsTheEnd() {
        feed(random(100_000));
        agent.wrapping = channel -> agent.dials == 1 ? new FaultyChannel(channel, 10_000, false) : channel;
        agent.refusal = java.util.Optional.of("agent: this session is over");
        assertThatThrownBy(() -> session(agent, QUICK).run(in.source(), out))
                .hasMessageContaining("agent: this session is over");
        assertThat(agent.dials).isEqualTo(2);
        out.full.countDown();
    }

    @Test
    void whoGoesIsNotKeptWaiting() throws IOException {
        byte[] data = random(100_000);
        CountDownLatch asked = new CountDownLatch(1);
        agent.wrapping = channel -> new FaultyChannel(channel, 10_000, false);
        Thread.ofPlatform().daemon().start(() -> {
            try {
                in.sink().write(ByteBuffer.wrap(data, 0, 50_000));
                asked.await();
                in.sink().close();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        NodeDialer never = () -> {
            if (agent.dials == 0) {
                return agent.open();
            }
            asked.countDown();
            throw new SallyportException(ErrorCode.PROXY_UNREACHABLE, "network: no");
        };
        assertThat(session(never, QUICK).run(in.source(), out)).isZero();
    }

    @Test
    void anAgentThatCannotIsTakenAsItIs() throws IOException {
        Pipe plain = Pipe.open();
        byte[] banner = "SSH-2.0-Old\r\nand more".getBytes(StandardCharsets.US_ASCII);
        plain.sink().write(ByteBuffer.wrap(banner));
        plain.sink().close();
        ByteChannel channel = new ByteChannel() {
            @Override
            public int read(ByteBuffer target) throws IOException {
                return plain.source().read(target);
            }

            @Override
            public int write(ByteBuffer source) {
                throw new AssertionError("nothing to say");
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() throws IOException {
                plain.source().close();
            }
        };
        assertThat(session(() -> channel, QUICK).run(in.source(), Channels.newChannel(out.bytes)))
                .isZero();
        assertThat(out.bytes.toByteArray()).isEqualTo(banner);
    }
}
