package org.sallyport.session.resume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.resume.Frame;
import org.sallyport.core.resume.FrameCodec;
import org.sallyport.core.resume.ReplayBudget;
import org.sallyport.core.resume.Ticket;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.dial.DialStream;
import org.sallyport.session.messages.Place;

final class ResumeDeskTest {
    private static final Duration KEPT = Duration.ofSeconds(60);

    private final FakeTimer time = new FakeTimer();
    private final List<Service> services = new ArrayList<>();
    private final ReplayBudget budget = new ReplayBudget(64 << 20);
    private final ResumeDesk desk = new ResumeDesk(Place.AGENT, this::serve, KEPT, budget, time, time::nanoTime);

    private DialReceiver serve(DialRequest request, DialStream stream) {
        Service service = new Service(stream);
        services.add(service);
        return service;
    }

    /** Writes down what it hears. */
    private static final class Service implements DialReceiver {
        private final DialStream stream;
        private final ByteArrayOutputStream got = new ByteArrayOutputStream();
        private final List<String> told = new ArrayList<>();
        private Runnable onData = () -> {};
        private boolean strict;

        Service(DialStream stream) {
            this.stream = stream;
        }

        CompletionStage<Void> write(String text) {
            byte[] bytes = text.getBytes(UTF_8);
            return stream.write(bytes, 0, bytes.length);
        }

        @Override
        public void received(byte[] data, int offset, int length) {
            onData.run();
            got.write(data, offset, length);
        }

        @Override
        public void inputEnded() {
            told.add("ended");
        }

        @Override
        public void resumed(DialRequest request, Duration gap) {
            if (strict) {
                throw new SallyportException(ErrorCode.SOURCE_ADDRESS_MISMATCH, "agent: not from there");
            }
            told.add("resumed " + request.clientAddress() + " " + gap.toSeconds());
        }

        @Override
        public void closed() {
            told.add("closed");
        }
    }

    private FakeDial dial() {
        return dial("alice", "10.0.0.1");
    }

    private FakeDial dial(String caller, String address) {
        return new FakeDial(caller, address, true).dial(desk);
    }

    private static boolean isDone(CompletionStage<Void> stage) {
        return stage.toCompletableFuture().isDone();
    }

    @Test
    void whoDoesNotAskGetsPlainBytes() {
        FakeDial plain = new FakeDial("alice", "10.0.0.1", false).dial(desk);
        services.getFirst().write("SSH-2.0");
        assertThat(plain.data.toString(UTF_8)).isEqualTo("SSH-2.0");
        assertThat(desk.streams()).isZero();
    }

    @Test
    void aStreamGoesOnWithoutAByteMoreOrLess() {
        FakeDial first = dial();
        assertThat(first.line).isEqualTo(FrameCodec.GREETING);
        assertThat(first.offer().kept()).isEqualTo(KEPT);
        Service service = services.getFirst();
        service.write("one ");
        first.sayData("up1 ".getBytes(UTF_8));
        first.say(new Frame.Ack(4));
        first.held = true;
        service.write("two ");
        first.cut();
        assertThat(isDone(service.write("three "))).as("kept").isTrue();
        time.pass(Duration.ofSeconds(59));

        FakeDial second = dial("alice", "10.9.9.9");
        // of "two " the client has the first byte
        second.say(new Frame.Resume(first.offer().ticket(), 5));
        assertThat(second.last()).isEqualTo(new Frame.Resumed(4));
        assertThat(second.data.toString(UTF_8)).isEqualTo("wo three ");
        second.sayData("up2".getBytes(UTF_8));
        assertThat(service.got.toString(UTF_8)).isEqualTo("up1 up2");
        assertThat(service.told).containsExactly("resumed 10.9.9.9 59");
        assertThat(services.get(1).told).as("the one that was offered").containsExactly("closed");
        assertThat(desk.streams()).isEqualTo(1);
        time.pass(Duration.ofSeconds(90));
        assertThat(service.told).as("no longer about to end").hasSize(1);
    }

    @Test
    void theEndIsToldAndAnswered() {
        FakeDial first = dial();
        first.sayData(new byte[10]);
        first.say(new Frame.Close(10));
        assertThat(services.getFirst().told).contains("closed");
        assertThat(first.last()).isEqualTo(new Frame.Close(0));
        assertThat(first.gone).isTrue();
        assertThat(desk.streams()).isZero();
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void whatAServiceSaidBeforeItsEndIsDeliveredToWhoComesBack() {
        FakeDial first = dial();
        first.cut();
        services.getFirst().write("exit code 3");
        services.getFirst().stream.close();
        FakeDial second = dial();
        second.say(new Frame.Resume(first.offer().ticket(), 0));
        assertThat(second.data.toString(UTF_8)).isEqualTo("exit code 3");
        assertThat(second.last()).isEqualTo(new Frame.Close(11));
        second.say(new Frame.Close(0));
        assertThat(desk.streams()).isZero();
    }

    @Test
    void halfCloseIsKept() {
        FakeDial first = dial();
        first.say(new Frame.Eof(0));
        first.cut();
        services.getFirst().stream.endOutput();
        FakeDial second = dial();
        second.say(new Frame.Resume(first.offer().ticket(), 0));
        second.say(new Frame.Eof(0));
        assertThat(second.last()).isEqualTo(new Frame.Eof(0));
        assertThat(services.getFirst().told).containsExactly("ended", "resumed 10.0.0.1 0");
    }

    @Test
    void afterSixtySecondsItIsOver() {
        FakeDial first = dial();
        CompletionStage<Void> much = services.getFirst().write("x".repeat(1000));
        assertThat(isDone(much)).isTrue();
        first.receiver.inputEnded();
        time.pass(KEPT);
        assertThat(services.getFirst().told).containsExactly("closed");
        assertThat(budget.reserved()).isZero();
        FakeDial late = dial();
        late.say(new Frame.Resume(first.offer().ticket(), 0));
        assertThat(late.last()).isEqualTo(new Frame.Refused(desk.ended()));
        assertThat(late.gone).isTrue();
        assertThat(services.getFirst().write("more").toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void anotherConnectionTakesOverWhileTheFirstLooksAlive() {
        FakeDial first = dial();
        Service service = services.getFirst();
        first.held = true;
        service.write("lost");
        FakeDial second = dial("alice", "10.9.9.9");
        second.say(new Frame.Resume(first.offer().ticket(), 0));
        assertThat(first.gone).isTrue();
        assertThat(second.data.toString(UTF_8)).isEqualTo("lost");
        first.pending.forEach(write -> write.complete(null));
        first.sayData("late".getBytes(UTF_8));
        first.receiver.closed();
        assertThat(service.got.size()).as("of a connection that was replaced").isZero();
        service.write(" more");
        assertThat(second.data.toString(UTF_8)).isEqualTo("lost more");
    }

    @Test
    void inputThatIsBeingHandedOnIsCountedBeforeAnotherConnectionTakesOver() {
        FakeDial first = dial();
        Service service = services.getFirst();
        FakeDial second = dial();
        service.onData = () -> {
            service.onData = () -> {};
            second.say(new Frame.Resume(first.offer().ticket(), 0));
            assertThat(second.frames).hasSize(1);
        };
        first.sayData(new byte[1000]);
        assertThat(second.last()).isEqualTo(new Frame.Resumed(1000));
        assertThat(service.got.size()).isEqualTo(1000);
    }

    @Test
    void everyWrongResumptionGetsTheSameAnswer() {
        FakeDial first = dial();
        Ticket ticket = first.offer().ticket();
        first.cut();
        Frame unknown = new Frame.Resume(Ticket.random(), 0);
        Frame guessed = new Frame.Resume(new Ticket(ticket.stream(), new Secret("ab".repeat(32))), 0);
        Frame tooFar = new Frame.Resume(ticket, 1);
        for (Frame wrong : List.of(unknown, guessed, tooFar)) {
            FakeDial dial = dial();
            dial.say(wrong);
            assertThat(dial.last()).isEqualTo(new Frame.Refused(desk.ended()));
        }
        FakeDial mallory = dial("mallory", "10.0.0.1");
        mallory.say(new Frame.Resume(ticket, 0));
        assertThat(mallory.last()).isEqualTo(new Frame.Refused(desk.ended()));
        FakeDial second = dial();
        second.say(new Frame.Resume(ticket, 0));
        assertThat(second.last()).as("none of them did harm").isEqualTo(new Frame.Resumed(0));
    }

    @Test
    void theServiceMayRefuseTheNewAddress() {
        FakeDial first = dial();
        first.cut();
        services.getFirst().strict = true;
        FakeDial second = dial("alice", "10.9.9.9");
        second.say(new Frame.Resume(first.offer().ticket(), 0));
        assertThat(second.last()).isEqualTo(new Frame.Refused("agent: not from there"));
        services.getFirst().strict = false;
        FakeDial third = dial();
        third.say(new Frame.Resume(first.offer().ticket(), 0));
        assertThat(third.last()).isEqualTo(new Frame.Resumed(0));
    }

    @Test
    void oneUserKeepsSoManyWithoutAConnection() {
        List<FakeDial> dials = new ArrayList<>();
        for (int i = 0; i <= ResumeDesk.MOST_DETACHED_OF_ONE; i++) {
            dials.add(dial());
        }
        FakeDial other = dial("bob", "10.0.0.2");
        dials.forEach(FakeDial::cut);
        other.cut();
        assertThat(desk.streams()).isEqualTo(ResumeDesk.MOST_DETACHED_OF_ONE + 1);
        assertThat(services.get(ResumeDesk.MOST_DETACHED_OF_ONE).told).containsExactly("closed");
    }

    @Test
    void withoutMemoryItIsAnAgentThatCannot() {
        ResumeDesk poor = new ResumeDesk(Place.AGENT, this::serve, KEPT, new ReplayBudget(1000), time, time::nanoTime);
        List<String> plain = new ArrayList<>();
        DialStream stream = new FakeDial("alice", "10.0.0.1", false);
        poor.accept(new FakeDial("alice", "10.0.0.1", true).request, stream);
        services.getFirst().write("SSH-2.0");
        plain.add(((FakeDial) stream).data.toString(UTF_8));
        assertThat(plain).containsExactly("SSH-2.0");
    }

    @Test
    void itCanBeSwitchedOff() {
        ResumeDesk off = new ResumeDesk(Place.AGENT, this::serve, Duration.ZERO, budget, time, time::nanoTime);
        FakeDial plain = new FakeDial("alice", "10.0.0.1", false);
        off.accept(new FakeDial("alice", "10.0.0.1", true).request, plain);
        services.getFirst().write("SSH-2.0");
        assertThat(plain.data.toString(UTF_8)).isEqualTo("SSH-2.0");
    }

    @Test
    void withoutAConnectionOutputWaitsWhenMuchIsKept() {
        FakeDial first = dial();
        Service service = services.getFirst();
        first.cut();
        long kept = 0;
        CompletionStage<Void> last = service.write("x".repeat(60_000));
        while (isDone(last) && kept < 1 << 30) {
            kept += 60_000;
            last = service.write("x".repeat(60_000));
        }
        assertThat(kept).isBetween(15L << 20, 17L << 20);
        FakeDial second = dial();
        second.say(new Frame.Resume(first.offer().ticket(), 0));
        assertThat(isDone(last)).isFalse();
        assertThat(second.data.size()).isEqualTo((int) kept + 60_000);
        second.say(new Frame.Ack(kept));
        assertThat(isDone(last)).isTrue();
    }

    @Test
    void aSlowReaderHoldsTheServiceBack() {
        FakeDial first = dial();
        first.held = true;
        CompletionStage<Void> write = services.getFirst().write("x");
        assertThat(isDone(write)).isFalse();
        first.pending.forEach(pending -> pending.complete(null));
        assertThat(isDone(write)).isTrue();
    }

    @Test
    void creditIsForTheConnectionThatTheBytesCameOver() {
        FakeDial first = dial();
        Service service = services.getFirst();
        first.sayData(new byte[1000]);
        assertThat(first.released).as("the header").isEqualTo(5);
        service.stream.release(400);
        assertThat(first.released).isEqualTo(405);
        FakeDial second = dial();
        second.say(new Frame.Resume(first.offer().ticket(), 0));
        long before = second.released;
        second.sayData(new byte[100]);
        service.stream.release(650);
        assertThat(second.released - before).isEqualTo(5 + 50);
    }

    @Test
    void aClientThatSaysNothingForMinutesIsTakenForLost() {
        FakeDial first = dial();
        time.pass(Duration.ofMinutes(4));
        first.say(new Frame.Ping());
        assertThat(first.last()).isEqualTo(new Frame.Pong());
        time.pass(Duration.ofMinutes(4));
        assertThat(first.gone).isFalse();
        time.pass(Duration.ofMinutes(4));
        assertThat(first.gone).isTrue();
        assertThat(services.getFirst().told).containsExactly("closed");
    }

    @Test
    void whatIsNoFrameEndsTheConnectionAndNotTheStream() {
        FakeDial first = dial();
        first.say(java.nio.ByteBuffer.wrap("SSH-2.0-OpenSSH\r\n".getBytes(UTF_8)));
        assertThat(first.gone).isTrue();
        assertThat(services.getFirst().told).isEmpty();
    }

    @Test
    void withTheAgentEverythingEnds() {
        FakeDial first = dial();
        FakeDial second = dial();
        second.cut();
        desk.close();
        assertThat(first.last()).isEqualTo(new Frame.Close(0));
        assertThat(services.get(1).told).containsExactly("closed");
        first.say(new Frame.Close(0));
        assertThat(desk.streams()).isZero();
        assertThat(budget.reserved()).isZero();
    }
}
