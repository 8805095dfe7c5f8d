package org.sallyport.web.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.Shell;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.core.keys.Secret;
import org.sallyport.web.edge.CookieCallers.Login;
import org.sallyport.web.terminal.Frames.Asked;

class TerminalSessionTest {
    private static final String OPEN =
            "{\"type\":\"open\",\"node\":\"web1\",\"login\":\"root\",\"columns\":80,\"rows\":24}";

    private final FakeLine socket = new FakeLine();
    private final List<String> line = socket.sent;
    private final List<String> shell = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<CompletableFuture<Void>> inputs = new ArrayList<>();
    private ShellReceiver receiver;

    private final TerminalSession session = new TerminalSession(
            new Login(
                    new Caller.Anonymous("192.0.2.1"),
                    new Caller.User("jo", List.of(), Map.of(), "192.0.2.1"),
                    new Secret("token")),
            socket,
            new FakeOpening());

    private final class FakeOpening implements TerminalSession.Opening {
        @Override
        public void open(Login login, Asked.Open asked, ShellReceiver hears) {
            told.add("open " + asked.login() + "@" + asked.node());
            receiver = hears;
        }

        @Override
        public void refused(Login login, Asked.Open asked, SallyportException why) {
            told.add("refused " + why.code());
        }

        @Override
        public void over(TerminalSession ended) {
            told.add("over");
        }
    }

    private final class FakeShell implements Shell {
        @Override
        public String hostId() {
            return "h1";
        }

        @Override
        public CompletionStage<Void> input(byte[] bytes) {
            shell.add("input " + bytes.length);
            inputs.add(new CompletableFuture<>());
            return inputs.getLast();
        }

        @Override
        public void resize(int columns, int rows) {
            shell.add(columns + "x" + rows);
        }

        @Override
        public void signal(String name) {
            shell.add(name);
        }

        @Override
        public void taken(int bytes) {
            shell.add("taken " + bytes);
        }

        @Override
        public void close() {
            shell.add("close");
        }
    }

    private void open() {
        session.text(OPEN);
        receiver.opened(new FakeShell());
        line.clear();
    }

    @Test
    void aShellIsOpenedAndItsEndIsTold() {
        session.text(OPEN);
        receiver.opened(new FakeShell());
        receiver.output(new byte[5]);
        session.text("{\"type\":\"resize\",\"columns\":100,\"rows\":30}");
        session.text("{\"type\":\"signal\",\"name\":\"INT\"}");
        receiver.ended(new ShellReceiver.End(OptionalInt.of(3), Optional.empty()));

        assertThat(line)
                .containsExactly(
                        "{\"type\":\"opened\",\"node\":\"web1\",\"host_id\":\"h1\"}",
                        "5 bytes",
                        "{\"type\":\"exit\",\"status\":3}",
                        "close 1000",
                        "cut later");
        assertThat(shell).containsExactly("100x30", "INT");
        assertThat(told).containsExactly("open root@web1");
    }

    @Test
    void theShellMaySendMoreOnlyWhenTheBrowserSaysThatItTookWhatCame() {
        open();
        receiver.output(new byte[1000]);
        assertThat(shell).isEmpty();
        session.text("{\"type\":\"taken\",\"bytes\":600}");
        assertThat(shell).containsExactly("taken 600");

        session.text("{\"type\":\"taken\",\"bytes\":401}");

        assertThat(shell).containsExactly("taken 600", "close");
        assertThat(line).endsWith("close 1008", "cut later");
    }

    @Test
    void outputThatComesInSmallPiecesIsOneFrameWhileAnotherIsUnderWay() {
        open();
        socket.slow = true;
        for (int i = 0; i < 1000; i++) {
            receiver.output(new byte[1]);
            receiver.output(new byte[0]);
        }
        assertThat(line).containsExactly("1 bytes");
        socket.leave();
        assertThat(line).containsExactly("1 bytes", "999 bytes");

        receiver.output(new byte[5]);
        receiver.ended(new ShellReceiver.End(OptionalInt.of(0), Optional.empty()));
        socket.leave();
        socket.leave();
        socket.leave();

        assertThat(line)
                .containsExactly(
                        "1 bytes",
                        "999 bytes",
                        "cut later",
                        "5 bytes",
                        "{\"type\":\"exit\",\"status\":0}",
                        "close 1000");
    }

    @Test
    void whatHasNotBeenSentCannotBeTaken() {
        open();
        socket.slow = true;
        receiver.output(new byte[10]);
        receiver.output(new byte[10]);
        session.text("{\"type\":\"taken\",\"bytes\":10}");
        assertThat(shell).containsExactly("taken 10");

        session.text("{\"type\":\"taken\",\"bytes\":1}");

        assertThat(shell).containsExactly("taken 10", "close");
        assertThat(line).last().isEqualTo("cut later");
    }

    @Test
    void aClientThatSendsPingsIsClosed() {
        open();
        session.pinged();
        assertThat(line).endsWith("close 1008", "cut later");
        assertThat(shell).containsExactly("close");
    }

    @Test
    void tooManySizesSignalsAndPongsEndATerminal() {
        open();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < TerminalSession.MOST_CONTROLS; i++) {
                session.text("{\"type\":\"resize\",\"columns\":80,\"rows\":24}");
            }
            session.ping();
        }
        assertThat(line).containsOnly("ping");
        for (int i = 0; i < TerminalSession.MOST_CONTROLS; i++) {
            session.pong();
        }
        session.text("{\"type\":\"signal\",\"name\":\"INT\"}");

        assertThat(line).endsWith("close 1008", "cut later");
        assertThat(shell).doesNotContain("INT");
    }

    @Test
    void theBrowserIsNotReadWhileTheNodeDoesNotTakeWhatWasTyped() {
        open();
        session.binary(new byte[InputGate.ROOM / 2]);
        assertThat(line).isEmpty();
        session.binary(new byte[InputGate.ROOM / 2]);
        session.binary(new byte[1]);
        session.binary(new byte[1]);
        assertThat(line).containsExactly("pause");

        inputs.forEach(input -> input.complete(null));

        assertThat(line).containsExactly("pause", "resume");
    }

    @Test
    void singleBytesCountAsWhatTheyTake() {
        open();
        for (int i = 0; i < InputGate.ROOM / 100; i++) {
            session.binary(new byte[1]);
        }
        assertThat(line).containsExactly("pause");
    }

    @Test
    void whileTheBrowserIsNotReadItIsNotTakenForDead() {
        open();
        session.binary(new byte[InputGate.ROOM]);
        for (int i = 0; i < 10; i++) {
            session.ping();
        }
        assertThat(line).startsWith("pause").doesNotContain("cut");

        inputs.forEach(input -> input.complete(null));
        for (int i = 0; i < 10; i++) {
            session.ping();
        }

        assertThat(line).contains("resume").last().isEqualTo("cut");
    }

    @Test
    void aSecondFactorMayBeShownOnTheSameConnection() {
        session.text(OPEN);
        receiver.refused(new SallyportException(ErrorCode.MFA_REQUIRED, "Auth Service: show a device"));
        assertThat(line).hasSize(1).first().asString().contains("MFA_REQUIRED");
        assertThat(told).doesNotContain("refused MFA_REQUIRED");

        session.text(OPEN);
        receiver.opened(new FakeShell());

        assertThat(line).last().asString().contains("opened");
    }

    @Test
    void wrongCodesMayNotBeTriedForEver() {
        for (int i = 0; i < TerminalSession.MOST_TRIES; i++) {
            assertThat(line).doesNotContain("close 1000");
            session.text(OPEN);
            receiver.refused(new SallyportException(ErrorCode.BAD_CREDENTIALS, "Auth Service: wrong"));
        }
        assertThat(line).endsWith("close 1000", "cut later");
    }

    @Test
    void aRefusalIsTracedAndEndsTheTerminal() {
        session.text(OPEN);
        receiver.refused(new SallyportException(ErrorCode.ACCESS_DENIED, "Auth Service: no; ask"));
        assertThat(told).contains("refused ACCESS_DENIED");
        assertThat(line).endsWith("close 1000", "cut later");
    }

    @Test
    void whoeverGoesAwayLeavesNoShell() {
        session.text(OPEN);
        session.gone();
        assertThat(told).as("its place is kept while it is being opened").doesNotContain("over");
        receiver.opened(new FakeShell());
        assertThat(shell).containsExactly("close");
        assertThat(told).endsWith("over");
    }

    @Test
    void whoeverGoesAwayBeforeARefusalLeavesNothing() {
        session.text(OPEN);
        session.gone();
        receiver.refused(new SallyportException(ErrorCode.ACCESS_DENIED, "Auth Service: no; ask"));
        assertThat(told).containsExactly("open root@web1", "over", "refused ACCESS_DENIED");
        assertThat(line).isEmpty();
    }

    @Test
    void theEndOfTheLoginEndsTheTerminal() {
        open();
        session.end(new SallyportException(ErrorCode.NOT_LOGGED_IN, "Terminal: signed out"), TerminalLine.POLICY);
        assertThat(line).hasSize(3).endsWith("close 1008", "cut later");
        assertThat(shell).containsExactly("close");
    }

    @Test
    void aBrowserThatReadsNothingAnyMoreIsCutAfterTheEnd() {
        open();
        socket.slow = true;
        receiver.output(new byte[10]);
        session.end(new SallyportException(ErrorCode.NOT_LOGGED_IN, "Terminal: signed out"), TerminalLine.POLICY);
        assertThat(line).containsExactly("10 bytes", "cut later");
    }

    @Test
    void aBrowserThatDoesNotAnswerIsCutOff() {
        open();
        for (int i = 0; i < TerminalSession.MOST_UNANSWERED; i++) {
            session.ping();
        }
        session.pong();
        for (int i = 0; i < TerminalSession.MOST_UNANSWERED; i++) {
            session.ping();
        }
        session.binary(new byte[1]);
        session.ping();
        assertThat(line).containsOnly("ping");
        for (int i = 0; i < TerminalSession.MOST_UNANSWERED; i++) {
            session.ping();
        }
        assertThat(line).last().isEqualTo("cut");
    }

    @Test
    void whatComesBeforeTheTerminalIsOpenIsNoUse() {
        session.binary(new byte[10]);
        session.text("{\"type\":\"resize\",\"columns\":80,\"rows\":24}");
        assertThat(shell).isEmpty();
        assertThat(line).endsWith("close 1008", "cut later");
    }
}
