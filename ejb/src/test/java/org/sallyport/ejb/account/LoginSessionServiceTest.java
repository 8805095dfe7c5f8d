package org.sallyport.ejb.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.LoginSessionView;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.login.SsoIdentity;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.People;
import org.sallyport.ejb.fixture.Refused;
import org.sallyport.ejb.login.SessionDesk;

class LoginSessionServiceTest {
    private final AuthServer server = new AuthServer();
    private final AccountBeans account = new AccountBeans(server);
    private People alice;
    private Caller.User caller;
    private String first;
    private String second;

    @BeforeEach
    void logInTwice() {
        alice = People.enrol(server, "alice", List.of("access"), Map.of());
        first = alice.login().token();
        second = alice.login(People.PASSWORD, alice.nextCode(), null).token();
        caller = server.as("alice");
    }

    @Test
    void ownOnesAreListedNewestFirstByIdsThatOpenNothing() {
        List<LoginSessionView> mine = account.sessions.list(caller, first);
        assertThat(mine).extracting(LoginSessionView::current).containsExactly(false, true);
        assertThat(mine).extracting(LoginSessionView::device).containsOnly("authenticator app");
        assertThat(mine).extracting(LoginSessionView::connector).containsOnly("");
        assertThat(mine).extracting(LoginSessionView::address).containsOnly(AuthServer.STRANGER.address());
        assertThat(mine.getFirst().created()).isEqualTo(server.clock.instant());
        assertThat(mine.getFirst().expires()).isAfter(server.clock.instant());
        assertThat(mine)
                .extracting(LoginSessionView::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.length() == 32);
        String digest = Secrets.sha256Hex(second);
        String id = mine.getFirst().id();
        assertThat(digest).doesNotContain(id);
        Refused.with(ErrorCode.NOT_LOGGED_IN, () -> server.login.authenticate(AuthServer.STRANGER, id));
    }

    @Test
    void deviceRemovedSinceHasNoName() {
        String owner = caller.deviceOwner();
        server.store.run(() -> server.deviceRepository.deleteOfUser(owner));
        assertThat(account.sessions.list(caller, first))
                .extracting(LoginSessionView::device)
                .containsOnly("");
    }

    @Test
    void oneIsEndedByItsId() {
        assertThat(account.sessions.end(caller, first, idOf(second))).isFalse();
        Refused.with(ErrorCode.NOT_LOGGED_IN, () -> server.login.authenticate(AuthServer.STRANGER, second));
        assertThat(account.sessions.list(caller, first)).hasSize(1);
        assertThat(server.audit.of("user.session.ended").getFirst().fields())
                .containsEntry("ended", "1")
                .containsEntry("opened_from", AuthServer.STRANGER.address());
        assertThat(server.audit.all().toString()).doesNotContain(Secrets.sha256Hex(second));
    }

    @Test
    void ownOneIsEndedToo() {
        assertThat(account.sessions.end(caller, first, idOf(first))).isTrue();
        Refused.with(ErrorCode.NOT_LOGGED_IN, () -> server.login.authenticate(AuthServer.STRANGER, first));
        Refused.with(ErrorCode.NOT_LOGGED_IN, () -> account.sessions.list(caller, first));
    }

    @Test
    void somebodyElsesLooksLikeNone() {
        People bob = People.enrol(server, "bob", List.of("access"), Map.of());
        String bobs = bob.login().token();
        String id = account.sessions.list(server.as("bob"), bobs).getFirst().id();
        String theirs = Refused.with(ErrorCode.NOT_FOUND, () -> account.sessions.end(caller, first, id))
                .userMessage();
        String none = Refused.with(ErrorCode.NOT_FOUND, () -> account.sessions.end(caller, first, "none"))
                .userMessage();
        assertThat(theirs).isEqualTo(none);
        assertThat(server.login.authenticate(AuthServer.STRANGER, bobs).name()).isEqualTo("bob");
        assertThat(server.audit.of("user.session.ended")).isEmpty();
    }

    @Test
    void allOthersEndTogether() {
        String third = alice.login(People.PASSWORD, alice.nextCode(), null).token();
        assertThat(account.sessions.endOthers(caller, third).ended()).isEqualTo(2);
        assertThat(account.sessions.list(caller, third))
                .extracting(LoginSessionView::current)
                .containsExactly(true);
        Refused.with(ErrorCode.NOT_LOGGED_IN, () -> server.login.authenticate(AuthServer.STRANGER, first));
        assertThat(account.sessions.endOthers(caller, third).ended()).isZero();
        assertThat(server.audit.of("user.session.ended")).hasSize(2);
    }

    @Test
    void namesakeByAnotherConnectorIsSomebodyElse() {
        String corp = signOn("corp");
        String other = signOn("other");
        Caller.User kay = kay("corp");
        assertThat(account.sessions.list(kay, corp))
                .extracting(LoginSessionView::connector)
                .containsExactly("corp");
        assertThat(account.sessions.endOthers(kay, corp).ended()).isZero();
        assertThat(account.sessions.list(kay("other"), other)).hasSize(1);
    }

    private static Caller.User kay(String connector) {
        return new Caller.User("kay", List.of("access"), Map.of(), "192.0.2.8", Set.of(), Optional.of(connector));
    }

    private String signOn(String connector) {
        return server.transactions
                .required(() -> server.sessionDesk.open(
                        kay(connector),
                        Optional.of(new SsoIdentity(connector, List.of("access"), Map.of())),
                        new SessionDesk.Proof("sso", "kay came", Map.of(), Optional.empty()),
                        new CertificateRequest(null, null, null)))
                .token();
    }

    private String idOf(String token) {
        return account.sessions.list(caller, token).stream()
                .filter(LoginSessionView::current)
                .findFirst()
                .orElseThrow()
                .id();
    }
}
