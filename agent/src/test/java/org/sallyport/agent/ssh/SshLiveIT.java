package org.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.OnLeave;
import org.sallyport.api.resource.RequiredJoin;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionJoin;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.LiveState;
import org.sallyport.api.session.SessionMode;

/** Live sessions at the agent, shared between stock ssh clients. */
class SshLiveIT {
    private static final String LOGIN = System.getProperty("user.name");
    private static final String JOIN = "sallyport:join";

    private final List<Terminal> terminals = new ArrayList<>();
    private final Map<String, Path> keys = new HashMap<>();
    private SshFixture node;

    @BeforeEach
    void start() throws Exception {
        node = new SshFixture(LOGIN, List.of());
        node.moreRoles = List.of(
                role("watch", new SessionJoin("", List.of("forward", "mod-*"), null, List.of(SessionMode.OBSERVER))),
                role(
                        "help",
                        new SessionJoin(
                                "",
                                List.of("*"),
                                null,
                                List.of(SessionMode.OBSERVER, SessionMode.PEER, SessionMode.MODERATOR))),
                moderated("mod-pause", OnLeave.PAUSE),
                moderated("mod-end", OnLeave.TERMINATE));
        person("alice", "\"forward\"", LOGIN);
        person("olga", "\"watch\"", "nobody");
        person("pete", "\"help\"", "nobody");
        person("mia", "\"help\",\"auditor\"", "nobody");
        person("nora", "\"forward\"", LOGIN);
        person("max", "\"mod-pause\"", LOGIN);
        person("tess", "\"mod-end\"", LOGIN);
    }

    @AfterEach
    void stop() throws Exception {
        terminals.forEach(Terminal::close);
        node.close();
    }

    private void person(String user, String roles, String principal) {
        Path key = node.keygen.key(user);
        // the roles' quotes are those of the fixture's own
        node.certify(key, roles.substring(1, roles.length() - 1), principal, "-I", user);
        keys.put(user, key);
    }

    private Resource<RoleSpec> role(String name, SessionJoin... joins) {
        return Resource.of(
                Metadata.named(name),
                new RoleSpec(
                        RoleOptions.DEFAULTS,
                        new RoleConditions(List.of(), Map.of(), "", List.of(), List.of(joins), List.of()),
                        RoleConditions.NONE));
    }

    private Resource<RoleSpec> moderated(String name, OnLeave onLeave) {
        RequiredJoin auditors = new RequiredJoin(
                "auditors",
                "contains(user.spec.roles, \"auditor\")",
                null,
                List.of(SessionMode.MODERATOR, SessionMode.OBSERVER),
                1,
                onLeave);
        return Resource.of(
                Metadata.named(name),
                new RoleSpec(
                        RoleOptions.DEFAULTS,
                        new RoleConditions(
                                List.of(LOGIN),
                                Map.of("env", List.of("test")),
                                "",
                                List.of(),
                                List.of(),
                                List.of(auditors)),
                        RoleConditions.NONE));
    }

    private Terminal open(String user, String login, String... command) throws IOException {
        List<String> options = new ArrayList<>(node.options(keys.get(user)));
        options.addAll(List.of("-l", login, "127.0.0.1"));
        Terminal terminal = new Terminal(options, command);
        terminals.add(terminal);
        return terminal;
    }

    private Terminal shell(String user) throws IOException {
        return open(user, LOGIN, "PS1='$ ' exec sh -i");
    }

    private Terminal join(String user, String mode) throws IOException {
        return open(user, JOIN, "join", session().id(), mode);
    }

    private LiveSession session() {
        Await.until(Duration.ofSeconds(30), () -> node.service.sessions().live().size() == 1);
        return node.service.sessions().live().getFirst();
    }

    private Ran refused(String user, String login, String... arguments) {
        return node.sshAs(keys.get(user), login, new byte[0], arguments);
    }

    private List<AuditEvent> events(String name) {
        return node.events.stream().filter(event -> event.event().equals(name)).toList();
    }

    @Test
    void anObserverSeesAndAPeerAlsoTypes() throws Exception {
        Terminal alice = shell("alice").await("$ ");
        Terminal olga = join("olga", "observer").await("you are in the session of alice");
        Terminal pete = join("pete", "peer").await("pete joined as peer");
        alice.await("olga joined as observer").await("pete joined as peer");
        alice.type("echo fr''om-alice\n");
        olga.await("from-alice");
        pete.await("from-alice");
        olga.type("echo fr''om-olga\n");
        pete.type("echo fr''om-pete\n");
        alice.await("from-pete");
        olga.await("from-pete");
        assertThat(alice.shown()).doesNotContain("olga\r\n$");
        olga.type("\u0003");
        assertThat(olga.ended()).isZero();
        alice.await("olga is no longer observer here (left)");
        pete.type("exit\n");
        alice.ended();
        assertThat(pete.await("session of alice: it has ended").ended()).isZero();
        assertThat(alice.shown()).doesNotContain("from-olga");
        Await.until(Duration.ofSeconds(20), () -> events("session.leave").size() == 2);
        assertThat(events("session.join")).extracting(AuditEvent::user).containsExactly("olga", "pete");
        AuditEvent joined = events("session.join").getFirst();
        assertThat(joined.code()).isEqualTo("SP2003I");
        assertThat(joined.sessionId())
                .isEqualTo(events("session.start").getFirst().sessionId());
        assertThat(joined.fields())
                .containsEntry("mode", "observer")
                .containsEntry("starter", "alice")
                .containsEntry("login", LOGIN);
        assertThat(events("session.leave"))
                .extracting(event -> event.fields().get("why"))
                .containsExactly("left", "the session ended");
    }

    @Test
    void theBookShowsWhatGoesOn() throws Exception {
        Terminal alice = shell("alice").await("$ ");
        join("olga", "observer").await("you are in the session");
        Await.until(Duration.ofSeconds(20), () -> !session().participants().isEmpty());
        LiveSession session = session();
        assertThat(session.user()).isEqualTo("alice");
        assertThat(session.roles()).containsExactly("forward");
        assertThat(session.login()).isEqualTo(LOGIN);
        assertThat(session.terminal()).isTrue();
        assertThat(session.state()).isEqualTo(LiveState.RUNNING);
        assertThat(session.participants()).singleElement().satisfies(each -> {
            assertThat(each.user()).isEqualTo("olga");
            assertThat(each.mode()).isEqualTo(SessionMode.OBSERVER);
        });
        alice.type("exit\n");
        alice.ended();
        Await.until(Duration.ofSeconds(20), () -> node.service.sessions().live().isEmpty());
    }

    @Test
    void whoMayNotJoinLearnsNothingOfTheSession() throws Exception {
        shell("alice").await("$ ");
        String id = session().id();
        Ran none = refused("nora", JOIN, "-tt", "127.0.0.1", "join", id, "observer");
        Ran unknown = refused("nora", JOIN, "-tt", "127.0.0.1", "join", "00000000", "observer");
        assertThat(none.exit()).isEqualTo(254);
        assertThat(none.err()).isEqualTo(unknown.err()).contains("there is no such session");
        assertThat(events("session.join.refused")).hasSize(2).first().satisfies(event -> {
            assertThat(event.user()).isEqualTo("nora");
            assertThat(event.fields().get("reason")).contains("allow.join_sessions");
        });
        Ran mode = refused("olga", JOIN, "-tt", "127.0.0.1", "join", id, "peer");
        assertThat(mode.err()).contains("access denied: join: ").contains("as peer");
        assertThat(events("session.join")).isEmpty();
    }

    @Test
    void theLoginForJoiningIsGoodForNothingElse() throws Exception {
        assertThat(refused("pete", JOIN, "127.0.0.1", "id").err()).contains("only joins sessions");
        assertThat(refused("pete", JOIN, "-tt", "127.0.0.1").err()).contains("only joins sessions");
        assertThat(refused("pete", JOIN, "-s", "127.0.0.1", "sftp").err()).contains("only joins sessions");
        assertThat(refused("pete", JOIN, "127.0.0.1", "join", "x").err()).contains("it takes a terminal");
        assertThat(refused("pete", JOIN, "-W", "127.0.0.1:" + node.acceptor.port(), "127.0.0.1")
                        .err())
                .contains("only joins sessions");
        assertThat(refused("pete", "nobody:x", "127.0.0.1", "id").exit()).isEqualTo(255);
        node.lock(LockTarget.ofUser("pete"), "gone");
        assertThat(refused("pete", JOIN, "-tt", "127.0.0.1", "join", "x").err()).contains("is locked: gone");
    }

    @Test
    void aModeratorEndsItForAllAndAForcedEndIsTold() throws Exception {
        Terminal alice = shell("alice").await("$ ");
        Terminal mia = join("mia", "moderator").await("you are in the session");
        alice.await("mia joined as moderator");
        mia.type("t");
        alice.await("it was ended by mia: as moderator").ended();
        mia.await("it has ended").ended();
        Terminal again = shell("nora").await("$ ");
        node.service.sessions().end(session().id(), "root", "incident 7");
        again.await("it was ended by root: incident 7").ended();
        Await.until(Duration.ofSeconds(20), () -> events("session.terminated").size() == 2);
        assertThat(events("session.terminated")).extracting(AuditEvent::user).containsExactly("mia", "root");
        assertThat(events("session.terminated").getLast().fields())
                .containsEntry("starter", "nora")
                .containsEntry("why", "incident 7");
    }

    @Test
    void aForcedEndAlsoEndsWhatIgnoresHangUps() throws Exception {
        Terminal alice = open("alice", LOGIN, "trap '' HUP TERM; echo ready; while :; do sleep 1; done");
        alice.await("ready");
        node.service.sessions().end(session().id(), "root", "stuck");
        alice.ended();
        Await.until(Duration.ofSeconds(20), () -> node.service.sessions().live().isEmpty());
    }

    @Test
    void aModeratedSessionWaitsRunsPausesAndGoesOn() throws Exception {
        Terminal max = shell("max");
        max.await("it waits to begin").await("role mod-pause wants 1 more as moderator or observer (auditors)");
        assertThat(session().state()).isEqualTo(LiveState.WAITING);
        max.type("echo to''o-early\n");
        Terminal pete = join("pete", "observer").await("you are in the session");
        max.await("pete joined as observer");
        assertThat(session().state()).isEqualTo(LiveState.WAITING);
        Terminal mia = join("mia", "moderator");
        max.await("all who are wanted are here: it begins").await("$ ");
        max.type("echo on''ce\n").await("once");
        mia.await("once");
        mia.type("\u0003");
        max.await("it is paused: role mod-pause");
        assertThat(session().state()).isEqualTo(LiveState.PAUSED);
        max.type("echo lo''st\n");
        Terminal back = join("mia", "observer").await("you are in the session");
        max.await("it goes on");
        max.type("echo tw''ice\n").await("twice");
        back.await("twice");
        assertThat(max.shown()).doesNotContain("lost").doesNotContain("too-early");
        max.type("exit\n");
        max.ended();
        pete.ended();
    }

    @Test
    void aModeratedSessionEndsWhenItsRoleSaysSoAndAWaitCanBeGivenUp() throws Exception {
        Terminal tess = shell("tess").await("it waits to begin");
        Terminal mia = join("mia", "moderator");
        tess.await("it begins").await("$ ");
        mia.close();
        tess.await("it ends: role mod-end wants 1 more").ended();
        Terminal again = shell("tess").await("it waits to begin");
        again.type("\u0003");
        assertThat(again.ended()).isEqualTo(254);
        Await.until(Duration.ofSeconds(20), () -> node.service.sessions().live().isEmpty());
    }

    @Test
    void whatNobodyCouldWatchIsRefusedWhereOthersAreWanted() {
        String why = "roles [mod-pause] want others in your sessions";
        assertThat(refused("max", LOGIN, "127.0.0.1", "id").err()).contains(why);
        assertThat(refused("max", LOGIN, "-s", "127.0.0.1", "sftp").err()).contains(why);
        assertThat(refused("max", LOGIN, "-W", "127.0.0.1:" + node.acceptor.port(), "127.0.0.1")
                        .err())
                .contains(why);
        assertThat(node.lastEvent("access.denied")).isPresent();
        assertThat(node.lastEvent("session.start")).isEmpty();
    }

    @Test
    void aViewerWhoDoesNotReadIsDroppedAndTheSessionGoesOn() throws Exception {
        Terminal alice = shell("alice").await("$ ");
        Terminal olga = join("olga", "observer").await("you are in the session");
        olga.stopReading();
        // more than both windows, the pipe and the buffer can hold
        alice.type("head -c 12000000 /dev/zero | tr '\\\\0' x; echo; echo do''ne\n")
                .await("done");
        alice.await("olga is no longer observer here (read too slowly)");
        olga.readOn();
        olga.await("bytes waited for you").ended();
        alice.type("exit\n");
        alice.ended();
    }

    @Test
    void aLockEndsAPartAndNotTheSession() throws Exception {
        Terminal alice = shell("alice").await("$ ");
        Terminal olga = join("olga", "observer").await("you are in the session");
        alice.await("olga joined");
        node.lock(LockTarget.ofUser("olga"), "gone");
        assertThat(olga.await("is locked: gone").ended()).isEqualTo(255);
        alice.await("olga is no longer observer here");
        alice.type("echo st''ill\n").await("still");
    }
}
