package org.sallyport.web.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.terminal.FileTransfer;
import org.sallyport.core.terminal.JoinWish;
import org.sallyport.core.terminal.TerminalService;
import org.sallyport.web.edge.CookieCallers.Login;
import org.sallyport.web.fake.FakeLoginService;

class TerminalsTest {
    private static final String OPEN =
            "{\"type\":\"open\",\"node\":\"web1\",\"login\":\"root\",\"columns\":80,\"rows\":24}";
    private static final String SOON = "cut later";

    private final FakeLoginService logins = new FakeLoginService();
    private final HandTimer timer = new HandTimer();
    private final List<String> audited = new ArrayList<>();
    private final List<String> certified = new ArrayList<>();
    private final FakeShells shells = new FakeShells();
    private final Terminals terminals = new Terminals();

    /** One page's WebSocket. */
    private final class Page {
        private final FakeLine line = new FakeLine();
        private final TerminalSession session;

        Page(Login login) {
            terminals.begin(login, line);
            session = line.session;
        }

        boolean refused() {
            return line.sent.size() > 0 && line.sent.getFirst().contains("TOO_MANY_SESSIONS");
        }
    }

    private final class Audit implements TerminalService {
        @Override
        public String certificate(
                Caller.User caller, String bearerToken, SessionCertificateRequest request, MfaAnswer answer) {
            certified.add(caller.name() + " " + caller.roles());
            return "certificate";
        }

        @Override
        public void transferred(Caller.User caller, FileTransfer transfer) {
            throw new AssertionError("no files here");
        }

        @Override
        public void refused(Caller.User caller, String node, String login, SallyportException why) {
            audited.add(caller.name() + " " + node + " " + why.code());
        }

        @Override
        public void joinRefused(Caller.User caller, String node, JoinWish wish, SallyportException why) {
            audited.add(caller.name() + " " + node + " " + wish.command() + " " + why.code());
        }
    }

    @BeforeEach
    void start() {
        terminals.connector = shells;
        terminals.service = new Audit();
        terminals.logins = logins;
        terminals.joins = new Joins();
        terminals.timer = timer.executor();
        terminals.start();
    }

    private static Caller.User user(String name, String... roles) {
        return new Caller.User(name, List.of(roles), Map.of(), "192.0.2.1");
    }

    private Login login(String name) {
        Caller.User user = user(name, "access");
        return new Login(new Caller.Anonymous("192.0.2.1"), user, new Secret(logins.sessionOf(user)));
    }

    @Test
    void oneSignInHasSoManyAndOneThatIsClosedMakesRoom() {
        Login jo = login("jo");
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < Terminals.MOST_PER_LOGIN; i++) {
            pages.add(new Page(jo));
            assertThat(pages.getLast().refused()).isFalse();
        }

        Page more = new Page(jo);

        assertThat(more.refused()).isTrue();
        assertThat(more.line.sent).endsWith("close 1008", SOON);
        timer.run();
        assertThat(audited).containsExactly("jo  TOO_MANY_SESSIONS");
        more.session.gone();
        assertThat(new Page(jo).refused()).as("none was freed").isTrue();
        pages.getFirst().session.gone();
        assertThat(new Page(jo).refused()).isFalse();
    }

    @Test
    void signingInAgainDoesNotGiveAUserMore() {
        for (int i = 0; i < Terminals.MOST_PER_USER; i++) {
            assertThat(new Page(login("jo")).refused()).isFalse();
        }
        assertThat(new Page(login("jo")).refused()).isTrue();
        assertThat(new Page(login("ann")).refused()).isFalse();
    }

    @Test
    void aPlaceIsTakenUntilTheOpeningHasEnded() {
        Login jo = login("jo");
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < Terminals.MOST_PER_LOGIN; i++) {
            pages.add(new Page(jo));
            pages.getLast().session.text(OPEN);
        }
        timer.run();
        pages.forEach(page -> page.session.gone());
        assertThat(new Page(jo).refused()).isTrue();

        shells.receivers.forEach(
                receiver -> receiver.refused(new SallyportException(ErrorCode.AGENT_OFFLINE, "proxy: it is away")));

        assertThat(new Page(jo).refused()).isFalse();
    }

    @Test
    void theRolesAreThoseOfTheMomentWhenAShellIsOpened() {
        Login jo = login("jo");
        Page page = new Page(jo);
        logins.changed(jo.token().reveal(), user("jo", "less"));

        page.session.text(OPEN);
        timer.run();

        assertThat(shells.callers).containsExactly(user("jo", "less"));
        assertThat(shells.requests.getFirst().certificate().apply("key")).isEqualTo("certificate");
        assertThat(certified).containsExactly("jo [less]");
    }

    @Test
    void aLoginThatHasEndedMeanwhileOpensNothing() {
        Login jo = login("jo");
        Page page = new Page(jo);
        logins.logout(jo.user(), jo.token().reveal());

        page.session.text(OPEN);
        timer.run();

        assertThat(shells.callers).isEmpty();
        assertThat(page.line.sent).hasSize(3).first().asString().contains("NOT_LOGGED_IN");
        assertThat(audited).containsExactly("jo web1 NOT_LOGGED_IN");
    }

    @Test
    void signingOutEndsTheTerminalsOfThatSignInAlone() {
        Login jo = login("jo");
        Page one = new Page(jo);
        Page two = new Page(jo);
        Page other = new Page(login("jo"));

        terminals.signedOut(jo.token().reveal());

        for (Page page : List.of(one, two)) {
            assertThat(page.line.sent).hasSize(3).endsWith("close 1008", SOON);
            assertThat(page.line.sent.getFirst()).contains("you signed out");
        }
        assertThat(other.line.sent).isEmpty();
    }

    @Test
    void aLoginSessionThatEndedElsewhereIsFoundOut() {
        Login jo = login("jo");
        Page page = new Page(jo);
        Page other = new Page(login("ann"));
        timer.pass();
        assertThat(page.line.sent).containsExactly("ping");

        logins.logout(jo.user(), jo.token().reveal());
        timer.pass();

        assertThat(page.line.sent).hasSize(4).endsWith("close 1008", SOON);
        assertThat(page.line.sent.get(1)).contains("NOT_LOGGED_IN");
        assertThat(other.line.sent).containsOnly("ping");
    }

    @Test
    void aStoreThatIsAwayEndsNothing() {
        Page page = new Page(login("jo"));
        logins.fail(new SallyportException(ErrorCode.STORE_UNAVAILABLE, "Auth Service: the database is away; wait"));

        timer.pass();

        assertThat(page.line.sent).containsExactly("ping");
    }

    @Test
    void withTheServerAllEndAndTheTimerToo() {
        Page page = new Page(login("jo"));

        terminals.closeAll();

        assertThat(page.line.sent).hasSize(3).endsWith("close 1001", SOON);
        assertThat(timer.cancelled()).isTrue();
    }

    @Test
    void aServerThatStopsOpensNothing() {
        Page page = new Page(login("jo"));
        timer.stopped = true;

        page.session.text(OPEN);

        assertThat(page.line.sent.getFirst()).contains("SHUTTING_DOWN");
    }
}
