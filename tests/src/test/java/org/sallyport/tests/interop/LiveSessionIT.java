package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.OsAccount;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.Terminal;
import org.sallyport.tests.cluster.UserSession;

/** Live sessions shared by stock ssh through the whole cluster; everybody here may reach the node. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LiveSessionIT {
    private static final String NAME = "sptlive";
    private static final String SHELL = "PS1='$ ' exec sh -i";
    private static final String REACH = "  node_labels: {'*': ['*']}\n  logins: ['{{internal.logins}}']\n";

    private final List<Terminal> terminals = new ArrayList<>();
    private Cluster cluster;
    private OsAccount account;
    private UserSession starter;
    private UserSession helper;
    private UserSession stranger;
    private UserSession watched;

    @BeforeAll
    void open(Cluster running) {
        cluster = running;
        account = OsAccount.create(NAME);
        role("spt-start", "allow:\n" + REACH);
        role("spt-stranger", "allow:\n" + REACH);
        role("spt-help", "allow:\n" + REACH + """
                  join_sessions:
                    - roles: ['spt-start', 'spt-watched']
                      modes: [observer, peer, moderator]
                """);
        role("spt-watched", "allow:\n" + REACH + """
                  require_session_join:
                    - name: helpers
                      filter: contains(user.spec.roles, "spt-help")
                      modes: [moderator]
                      on_leave: pause
                """);
        starter = user(NAME, "spt-start");
        helper = user(NAME + "help", "spt-help");
        stranger = user(NAME + "other", "spt-stranger");
        watched = user(NAME + "watched", "spt-watched");
    }

    @AfterEach
    void hangUp() {
        terminals.forEach(Terminal::close);
        terminals.clear();
    }

    @AfterAll
    void close() {
        account.close();
    }

    private void role(String name, String spec) {
        Path file = cluster.directory().resolve(name + ".yaml");
        Programs.write(file, "kind: role\nversion: v1\nmetadata: {name: " + name + "}\nspec:\n" + spec.indent(2));
        cluster.admin().cli("admin", "apply", "-f", file.toString()).run().succeeded();
    }

    private UserSession user(String name, String role) {
        UserSession user = cluster.newUser(name, role, NAME);
        user.login("--direct").succeeded();
        return user;
    }

    private Terminal shell(UserSession who) {
        return seated(who.ssh("-tt", NAME + "@" + host(), SHELL));
    }

    private static String host() {
        return Cluster.NODE + "." + Cluster.NAME;
    }

    private Terminal join(UserSession who, String session, String mode) {
        return seated(joining(who, session, mode));
    }

    private static Command joining(UserSession who, String session, String mode) {
        return who.ssh("-tt", "-l", "sallyport:join", host(), "join", session, mode);
    }

    private Terminal seated(Command command) {
        Terminal terminal = Terminal.at(command);
        terminals.add(terminal);
        return terminal;
    }

    /** As the shell itself knows it. */
    private String session(Terminal shell) {
        shell.type("echo id=$SALLYPORT_SESSION_ID=\n").await("\nid=");
        String shown = shell.shown();
        int at = shown.indexOf("\nid=") + 4;
        Await.until(
                "the id is whole", Duration.ofSeconds(10), () -> shell.shown().indexOf('=', at) > 0, shell::shown);
        return shell.shown().substring(at, shell.shown().indexOf('=', at));
    }

    @Test
    void anObserverSeesAndAPeerAlsoTypesAndBothAreOnRecord() {
        Terminal shell = shell(starter).await("$ ");
        String id = session(shell);
        Terminal observer = join(helper, id, "observer").await("you are in the session of " + NAME);
        Terminal peer = join(helper, id, "peer").await("you are in the session of " + NAME);
        shell.await(helper.name() + " joined as observer").await(helper.name() + " joined as peer");
        observer.type("echo fr''om-observer\n");
        peer.type("echo fr''om-peer\n");
        shell.await("from-peer");
        observer.await("from-peer").type("\u0003");
        assertThat(observer.ended()).isZero();
        shell.await("is no longer observer here (left)").type("exit\n");
        shell.ended();
        peer.await("it has ended").ended();
        assertThat(shell.shown()).doesNotContain("from-observer");
        assertThat(cluster.awaitAudit("--event=session.leave", "--session=" + id))
                .isNotEmpty();
        assertThat(cluster.awaitAudit("--event=session.join", "--session=" + id))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.get("user").asText()).isEqualTo(helper.name()));
        Path cast = cluster.directory().resolve("live.cast");
        Await.until(
                "the recording is complete",
                Duration.ofSeconds(90),
                () -> !cluster.audit("--event=recording.completed", "--session=" + id)
                        .isEmpty(),
                () -> cluster.agent().tail());
        cluster.admin().cli("recordings", "export", id, "--out=" + cast).run().succeeded();
        assertThat(Programs.read(cast)).contains(",\"m\",\"" + helper.name() + " joined as peer\"]");
    }

    @Test
    void whoMayNotJoinLearnsNothingOfTheSession() {
        Terminal shell = shell(starter).await("$ ");
        String id = session(shell);
        Command.Result none = joining(stranger, id, "observer").run();
        Command.Result unknown = joining(stranger, "none", "observer").run();
        assertThat(none.exitCode()).isEqualTo(254);
        assertThat(none.stderr()).contains("there is no such session").isEqualTo(unknown.stderr());
        assertThat(cluster.awaitAudit("--event=session.join.refused", "--user=" + stranger.name()))
                .isNotEmpty();
        Command.Result other =
                stranger.ssh("-l", "sallyport:join", host(), "id").run();
        assertThat(other.stderr()).contains("only joins sessions");
    }

    @Test
    void onesOwnSessionMayBeTakenUpFromAnotherTerminal() {
        Terminal shell = shell(starter).await("$ ");
        Terminal second = join(starter, session(shell), "peer").await("you are in the session");
        second.type("echo fr''om-elsewhere\n");
        shell.await("from-elsewhere");
    }

    @Test
    void aModeratedSessionWaitsRunsPausesAndIsEnded() {
        Terminal shell = shell(watched).await("it waits to begin").await("(helpers)");
        shell.type("echo to''o-early\n");
        String id = cluster.awaitAudit("--event=session.start", "--user=" + watched.name())
                .get(0)
                .get("session_id")
                .asText();
        Terminal moderator = join(helper, id, "moderator");
        shell.await("it begins").await("$ ").type("echo on''ce\n").await("once");
        moderator.await("once").type("\u0003");
        shell.await("it is paused").type("echo lo''st\n");
        Terminal again = join(helper, id, "moderator");
        shell.await("it goes on").type("echo tw''ice\n").await("twice");
        again.await("twice").type("t");
        shell.await("it was ended by " + helper.name()).ended();
        assertThat(shell.shown()).doesNotContain("too-early").doesNotContain("lost");
        assertThat(cluster.awaitAudit("--event=session.terminated", "--session=" + id)
                        .get(0)
                        .get("user")
                        .asText())
                .isEqualTo(helper.name());
    }

    @Test
    void whatNobodyCouldWatchIsRefusedWhereOthersAreWanted() {
        Command.Result refused = watched.ssh(NAME + "@" + host(), "id").run();
        assertThat(refused.exitCode()).isEqualTo(254);
        assertThat(refused.stderr()).contains("roles [spt-watched] want others in your sessions");
        assertThat(cluster.awaitAudit("--event=access.denied", "--user=" + watched.name()))
                .isNotEmpty();
    }

    @Test
    void aSlowViewerIsDroppedAndTheSessionGoesOn() {
        Terminal shell = shell(starter).await("$ ");
        Terminal slow = join(helper, session(shell), "observer").await("you are in the session");
        slow.stopReading();
        shell.type("head -c 60000000 /dev/zero | tr '\\0' x; echo; echo do''ne\n")
                .await("\ndone");
        shell.await("is no longer observer here (read too slowly)");
        slow.readOn();
        slow.await("bytes waited for you").ended();
    }

    @Test
    void theExplanationSaysWhoMayJoin() {
        Command.Result allowed = cluster.admin()
                .cli("access", "explain", helper.name(), "join:moderator", "user/" + NAME)
                .run();
        assertThat(allowed.out()).contains("role spt-help allows joining sessions of " + NAME);
        Command.Result denied = cluster.admin()
                .cli("access", "explain", stranger.name(), "join:observer", "user/" + NAME)
                .run();
        assertThat(denied.out()).startsWith("DENIED").contains("allow.join_sessions");
        Command.Result curious = stranger.cli("access", "explain", stranger.name(), "join:observer", "user/" + NAME)
                .run();
        assertThat(curious.exitCode()).as("it would tell of somebody's roles").isEqualTo(4);
    }
}
