package org.sallyport.core.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two ends and a connection that is cut at random places; each seed is one test, so a failure can be run again. */
final class LinkTest {
    private static final int STEPS = 600;
    private static final int LARGEST_WRITE = 100_000;

    private final LinkEnd.Clockwork time = new LinkEnd.Clockwork();

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    private static void begin(LinkEnd a, LinkEnd b) {
        a.link.begin();
        b.link.begin();
    }

    private static void cut(LinkEnd a, LinkEnd b) {
        a.lose();
        b.lose();
    }

    private static void resume(LinkEnd a, LinkEnd b) throws IOException {
        long aHas = a.link.received();
        long bHas = b.link.received();
        a.link.resume(bHas);
        b.link.resume(aHas);
    }

    private static int size(Random random) {
        return 1
                + switch (random.nextInt(3)) {
                    case 0 -> random.nextInt(40);
                    case 1 -> random.nextInt(4000);
                    default -> random.nextInt(LARGEST_WRITE);
                };
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverIsCutEveryByteArrivesOnceAndInOrder(long seed) throws IOException {
        Random random = new Random(seed);
        long capacity = ReplayBudget.SURE * (1 + random.nextInt(6));
        LinkEnd a = new LinkEnd(random, capacity, time);
        LinkEnd b = new LinkEnd(random, capacity, time);
        begin(a, b);
        boolean attached = true;
        for (int step = 0; step < STEPS; step++) {
            time.now += random.nextLong(400_000_000);
            LinkEnd one = random.nextBoolean() ? a : b;
            LinkEnd other = one == a ? b : a;
            switch (random.nextInt(attached ? 12 : 4)) {
                case 0, 1 -> {
                    if (!one.link.isFull() && !one.link.isOutputEnded()) {
                        one.give(size(random));
                    }
                }
                case 2 -> {
                    if (attached) {
                        cut(a, b);
                        attached = false;
                    }
                }
                case 3 -> {
                    if (!attached) {
                        resume(a, b);
                        attached = true;
                    } else if (random.nextInt(60) == 0) {
                        one.link.endOutput();
                    } else {
                        one.link.ping();
                    }
                }
                case 4, 5, 6 -> one.write(other, random.nextInt(8));
                default -> one.read(random.nextInt(150_000));
            }
        }
        if (!attached) {
            resume(a, b);
        }
        finish(a, b);
        assertThat(b.got.toByteArray()).isEqualTo(a.given.toByteArray());
        assertThat(a.got.toByteArray()).isEqualTo(b.given.toByteArray());
        assertThat(a.ends).as("ends told").isEqualTo(1);
        assertThat(b.ends).as("ends told").isEqualTo(1);
        // one write, its headers and a queue's need beyond
        assertThat(Math.max(a.most, b.most)).isLessThan(capacity + LARGEST_WRITE + 2048);
        a.link.discard();
        assertThat(a.budget.reserved()).isZero();
    }

    private static void finish(LinkEnd a, LinkEnd b) throws IOException {
        a.link.endOutput();
        b.link.endOutput();
        a.link.close();
        b.link.close();
        while (!a.link.isPeerClosed() || !b.link.isPeerClosed()) {
            a.write(b, 100);
            b.write(a, 100);
            a.read(1 << 20);
            b.read(1 << 20);
        }
        assertThat(a.link.isCloseWritten() && b.link.isCloseWritten()).isTrue();
    }

    @Test
    void halfOfTheStreamGoesOnWhenTheOtherHasEnded() throws IOException {
        LinkEnd a = new LinkEnd(new Random(1), 1 << 20, time);
        LinkEnd b = new LinkEnd(new Random(2), 1 << 20, time);
        begin(a, b);
        a.give(10);
        a.link.endOutput();
        a.write(b, 10);
        b.read(1000);
        assertThat(b.ends).isEqualTo(1);
        cut(a, b);
        b.give(100_000);
        resume(a, b);
        a.write(b, 10);
        b.read(1000);
        b.write(a, 10);
        a.read(200_000);
        assertThat(b.ends).as("told again after the cut, and not passed on").isEqualTo(1);
        assertThat(a.got.toByteArray()).isEqualTo(b.given.toByteArray());
    }

    @Test
    void whatIsNotAcknowledgedIsKeptAndHoldsTheSourceBack() throws IOException {
        LinkEnd a = new LinkEnd(new Random(1), ReplayBudget.SURE, time);
        LinkEnd b = new LinkEnd(new Random(2), ReplayBudget.SURE, time);
        begin(a, b);
        int writes = 0;
        while (!a.link.isFull()) {
            a.give(1000);
            a.write(b, 10);
            writes++;
        }
        assertThat(writes * 1000L).isBetween(ReplayBudget.SURE * 9 / 10, ReplayBudget.SURE);
        b.read(1 << 20);
        assertThat(a.link.isFull()).isTrue();
        b.write(a, 1);
        a.read(100);
        assertThat(a.link.isFull()).isFalse();
    }

    @Test
    void theMoreAllHoldTheLessOneMayHold() {
        ReplayBudget budget = new ReplayBudget(ReplayBudget.SURE * 8);
        ReplayBudget.Share first = budget.open().orElseThrow();
        ReplayBudget.Share second = budget.open().orElseThrow();
        first.held(ReplayBudget.SURE * 2);
        assertThat(first.full()).isFalse();
        second.held(ReplayBudget.SURE * 5);
        assertThat(first.full()).isTrue();
        second.close();
        second.close();
        assertThat(first.full()).isFalse();
        assertThat(budget.reserved()).isEqualTo(ReplayBudget.SURE * 2);
        for (int i = 0; i < 6; i++) {
            assertThat(budget.open()).isPresent();
        }
        assertThat(budget.open()).isEmpty();
    }

    @Test
    void aWrongCountIsNeverFollowed() throws IOException {
        LinkEnd a = new LinkEnd(new Random(1), 1 << 20, time);
        a.link.begin();
        a.give(1000);
        a.link.next();
        assertThatThrownBy(() -> a.frame(new Frame.Ack(1001))).isInstanceOf(BrokenLinkException.class);
        assertThatThrownBy(() -> a.frame(new Frame.Ack(-1))).isInstanceOf(BrokenLinkException.class);
        a.frame(new Frame.Ack(600));
        assertThatThrownBy(() -> a.link.resume(599)).isInstanceOf(BrokenLinkException.class);
        assertThatThrownBy(() -> a.link.resume(1001)).isInstanceOf(BrokenLinkException.class);
        assertThatThrownBy(() -> a.frame(new Frame.Close(1)))
                .as("a cut stream taken for a whole one")
                .isInstanceOf(BrokenLinkException.class);
        assertThatThrownBy(() -> a.frame(new Frame.Resumed(0))).isInstanceOf(BrokenLinkException.class);
        a.link.resume(600);
        ByteBuffer rest = a.link.next().orElseThrow();
        assertThat(rest.remaining()).isEqualTo(FrameCodec.HEADER + 400);
    }
}
