package org.sallyport.web.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LiveSessionPage;
import org.sallyport.api.rest.LiveSessionView;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.api.session.LiveState;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.Shell;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.livesession.LiveSessionQuery;
import org.sallyport.core.livesession.LiveSessionService;
import org.sallyport.core.terminal.FileTransfer;
import org.sallyport.core.terminal.JoinWish;
import org.sallyport.core.terminal.TerminalService;
import org.sallyport.web.edge.CookieCallers.Login;
import org.sallyport.web.fake.FakeLoginService;

/** Browsers that take part in somebody's session. */
class JoinsTest {
    private static final String SESSION = "5f0c3c1e-4d21-4a53-9f0a-3f6b6f1d2c55";
    private static final Caller.User JO = new Caller.User("jo", List.of("access"), Map.of(), "192.0.2.1");

    private final FakeLoginService logins = new FakeLoginService();
    private final HandTimer timer = new HandTimer();
    private final FakeShells shells = new FakeShells();
    private final FakeLine line = new FakeLine();
    private final List<String> audited = new ArrayList<>();
    private final List<String> certified = new ArrayList<>();
    private final Terminals terminals = new Terminals();
    private boolean terminal = true;
    private List<SessionMode> modes = List.of(SessionMode.OBSERVER, SessionMode.MODERATOR);

    private final class Auth implements TerminalService {
        @Override
        public String certificate(
                Caller.User caller, String bearerToken, SessionCertificateRequest request, MfaAnswer answer) {
            certified.add(request.login() + "@" + request.node() + " " + answer.totp());
            return "certificate";
        }

        @Override
        public void refused(Caller.User caller, String node, String login, SallyportException why) {
            throw new AssertionError("it was no shell");
        }

        @Override
        public void joinRefused(Caller.User caller, String node, JoinWish wish, SallyportException why) {
            audited.add(
                    caller.name() + " " + node + " " + wish.command() + ": " + why.code() + " " + why.userMessage());
        }

        @Override
        public void transferred(Caller.User caller, FileTransfer transfer) {
            throw new AssertionError("no files here");
        }
    }

    private final class Live implements LiveSessionService {
        @Override
        public LiveSessionPage list(Caller caller, LiveSessionQuery query, String cursor, int limit) {
            throw new AssertionError();
        }

        @Override
        public LiveSessionView get(Caller caller, String sessionId) {
            if (!sessionId.equals(SESSION)) {
                throw new SallyportException(ErrorCode.NOT_FOUND, "Auth Service: there is no such session; list them");
            }
            return new LiveSessionView(
                    SESSION,
                    "ada",
                    List.of("dev"),
                    "ubuntu",
                    "shell",
                    terminal,
                    Instant.EPOCH,
                    LiveState.RUNNING,
                    List.of(),
                    "web1",
                    "h1",
                    terminal ? modes : List.of(),
                    false);
        }

        @Override
        public void end(Caller caller, String sessionId, String reason) {
            throw new AssertionError();
        }
    }

    private static final class NoShell implements Shell {
        @Override
        public String hostId() {
            return "h1";
        }

        @Override
        public CompletionStage<Void> input(byte[] bytes) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void resize(int columns, int rows) {}

        @Override
        public void signal(String name) {}

        @Override
        public void taken(int bytes) {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void start() {
        terminals.connector = shells;
        terminals.service = new Auth();
        terminals.logins = logins;
        terminals.joins = new Joins();
        terminals.joins.sessions = new Live();
        terminals.timer = timer.executor();
        terminals.start();
        terminals.begin(new Login(new Caller.Anonymous("192.0.2.1"), JO, new Secret(logins.sessionOf(JO))), line);
    }

    private void join(String session, String mode, String more) {
        line.session.text("{\"type\":\"open\",\"node\":\"web1\",\"columns\":80,\"rows\":24,\"join\":{\"session\":\""
                + session + "\",\"mode\":\"" + mode + "\"}" + more + "}");
        timer.run();
    }

    @Test
    void itIsACommandOnTheSessionsOwnNode() {
        join(SESSION, "moderator", ",\"mfa\":{\"totp\":\"123456\"}");

        assertThat(shells.targets).extracting(DialTarget::name).containsExactly("h1");
        var request = shells.requests.getFirst();
        assertThat(request.login()).isEqualTo("sallyport:join");
        assertThat(request.command()).hasValue("join " + SESSION + " moderator");
        assertThat(request.certificate().apply("key")).isEqualTo("certificate");
        assertThat(certified).containsExactly("sallyport:join@h1 123456");
        assertThat(audited).isEmpty();
    }

    @Test
    void aModeThatRolesDoNotGiveIsRefusedBeforeAnythingIsDialled() {
        join(SESSION, "peer", "");
        timer.run();

        assertThat(shells.requests).isEmpty();
        assertThat(line.sent.getFirst())
                .contains("ACCESS_DENIED", "your roles allow only to be its observer or moderator");
        assertThat(audited).singleElement().asString().startsWith("jo web1 join " + SESSION + " peer: ACCESS_DENIED");
    }

    @Test
    void whatHasNoTerminalIsRefused() {
        terminal = false;
        join(SESSION, "observer", "");
        assertThat(line.sent.getFirst()).contains("it has no terminal");
    }

    @Test
    void aSessionThatOneMayNotSeeIsNotThere() {
        String other = SESSION.replace('5', '6');
        join(other, "observer", "");
        timer.run();
        assertThat(line.sent.getFirst()).contains("NOT_FOUND", "there is no such session");
        assertThat(audited).singleElement().asString().contains(other, "NOT_FOUND");
    }

    @Test
    void whomTheNodeDoesNotLetInIsARefusalInTheNodesWords() {
        join(SESSION, "observer", "");
        ShellReceiver receiver = shells.receivers.getFirst();
        receiver.opened(new NoShell());
        receiver.output("agent web1: access denied: join: ask\r\n".getBytes(StandardCharsets.UTF_8));
        receiver.output(new byte[100_000]);
        receiver.ended(new ShellReceiver.End(OptionalInt.of(JoinReceiver.REFUSED), Optional.empty()));
        timer.run();

        assertThat(audited)
                .singleElement()
                .asString()
                .contains("ACCESS_DENIED", "agent web1: access denied: join: ask");
        assertThat(line.sent).contains("{\"type\":\"exit\",\"status\":254}");
    }

    @Test
    void aNodeThatDoesNotSayWhyIsOneToBeLookedInto() {
        join(SESSION, "observer", "");
        shells.receivers
                .getFirst()
                .ended(new ShellReceiver.End(OptionalInt.of(JoinReceiver.REFUSED), Optional.empty()));
        timer.run();

        assertThat(audited).singleElement().asString().endsWith("ask an administrator to see its log");
    }

    @Test
    void whoeverWasInItWasNotRefused() {
        join(SESSION, "observer", "");
        ShellReceiver receiver = shells.receivers.getFirst();
        receiver.opened(new NoShell());
        receiver.ended(new ShellReceiver.End(OptionalInt.of(0), Optional.empty()));
        timer.run();

        assertThat(audited).isEmpty();
        assertThat(line.sent).contains("{\"type\":\"exit\",\"status\":0}");
    }
}
