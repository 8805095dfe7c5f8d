package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
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
import org.sallyport.tests.cluster.UserSession;

/** Roles as stock ssh meets them, and whether what is told of access is what happens. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessIT {
    private static final String NODE = "node/" + Cluster.NODE;
    private Cluster cluster;
    private OsAccount account;

    @BeforeAll
    void open(Cluster running) {
        cluster = running;
        account = OsAccount.create("sptaccess");
    }

    @AfterAll
    void close() {
        account.close();
    }

    private Path role(String name, String spec) {
        Path file = cluster.directory().resolve(name + ".yaml");
        Programs.write(file, "kind: role\nversion: v1\nmetadata: {name: " + name + "}\nspec:\n" + spec.indent(2));
        return file;
    }

    private void apply(Path file) {
        cluster.admin().cli("admin", "apply", "-f", file.toString()).run().succeeded();
    }

    private UserSession user(String name, String roles) {
        UserSession user = cluster.newUser(name, roles, account.name());
        user.login("--direct").succeeded();
        return user;
    }

    private String target() {
        return account.name() + "@" + Cluster.NODE + "." + Cluster.NAME;
    }

    private JsonNode explain(String user) {
        return cluster.admin().json("access", "explain", user, "login:" + account.name(), NODE);
    }

    @Test
    void anExpressionDecidesAtTheNodeAsTheExplanationSays() {
        String spec = """
                allow:
                  logins: ['{{internal.logins}}']
                  node_labels_expression: 'resource.metadata.name == "%s" && !contains(user.spec.roles, "none")'
                """;
        apply(role("expressed", spec.formatted(Cluster.NODE)));
        UserSession user = user("sptexpr", "expressed");
        assertThat(user.ssh(target(), "id -un").run().succeeded().out()).isEqualTo(account.name() + "\n");
        assertThat(explain("sptexpr").get("allowed").asBoolean()).isTrue();
        JsonNode who = cluster.admin().json("access", "who-can", "login:" + account.name(), NODE);
        assertThat(who.get("users").findValuesAsText("name")).contains("sptexpr");

        Path elsewhere = role("expressed", spec.formatted("elsewhere"));
        String told = cluster.admin()
                .cli("access", "diff", "-f", elsewhere.toString())
                .run()
                .succeeded()
                .out();
        assertThat(told).contains("sptexpr\n  - login " + account.name() + " on 1 node: " + Cluster.NODE);
        apply(elsewhere);
        JsonNode denied = explain("sptexpr");
        assertThat(denied.get("allowed").asBoolean()).isFalse();
        assertThat(denied.get("needed").asText()).contains("node_labels");
        Command.Result refused = user.ssh(target(), "true").run();
        assertThat(refused.exitCode()).isEqualTo(255);
    }

    @Test
    void aDenyIsNamedByTheExplanationByTheRefusalAndByItsEvent() {
        apply(role("giver", "allow: {logins: ['{{internal.logins}}'], node_labels: {'*': ['*']}}\n"));
        apply(role("taker", "deny: {logins: [" + account.name() + "]}\n"));
        UserSession user = user("sptdeny", "giver");
        user.ssh(target(), "true").run().succeeded();
        // the certificate in hand keeps its roles, so the deny comes by a changed role
        apply(role("giver", """
                allow: {logins: ['{{internal.logins}}'], node_labels: {'*': ['*']}}
                deny: {logins: [%s]}
                """.formatted(account.name())));
        JsonNode told = explain("sptdeny");
        assertThat(told.get("decisive").findValuesAsText("rule")).containsExactly("deny.logins");
        Command.Result[] last = new Command.Result[1];
        Await.until(
                "the agent knows the changed role",
                Duration.ofSeconds(30),
                () -> {
                    last[0] = user.ssh(target(), "true").run();
                    return last[0].exitCode() != 0;
                },
                () -> "last: " + last[0]);
        assertThat(last[0].stderr()).contains("role giver denies the login " + account.name());
        assertThat(cluster.awaitAudit("--event=session.login.refused", "--text=role giver denies the login"))
                .isNotEmpty();
        assertThat(user.cli("access", "explain", "sptdeny", "login:" + account.name(), NODE)
                        .run()
                        .succeeded()
                        .out())
                .startsWith("DENIED: sptdeny may not login:")
                .contains("* without this rule it would be allowed.");
        assertThat(user.cli("access", "explain", "admin", "view", NODE).run().exitCode())
                .isEqualTo(4);
    }

    @Test
    void aPinnedCertificateCarriesItsAddressAndWorksFromThere() {
        apply(role("pinned", """
                options: {pin_source_ip: true}
                allow: {logins: ['{{internal.logins}}'], node_labels: {'*': ['*']}}
                """));
        UserSession user = user("sptpin", "pinned");
        String certificate = user.host()
                .shell("ssh-keygen -L -f " + user.profile() + "/*-cert.pub")
                .run()
                .succeeded()
                .out();
        assertThat(certificate).contains("source-address");
        user.ssh(target(), "true").run().succeeded();
    }

    @Test
    void moreConnectionsThanTheRolesAllowAreRefusedAndFewerAreNot() throws Exception {
        apply(role("single", """
                options: {max_connections: 1}
                allow: {logins: ['{{internal.logins}}'], node_labels: {'*': ['*']}}
                """));
        UserSession user = user("sptsingle", "single");
        Process first = user.ssh(target(), "echo here; cat").pipe();
        try {
            assertThat(first.inputReader().readLine()).isEqualTo("here");
            Command.Result second = user.ssh(target(), "true").run();
            assertThat(second.exitCode()).isEqualTo(255);
            assertThat(second.stderr()).contains("your roles allow no more at a time");
        } finally {
            first.getOutputStream().close();
        }
        assertThat(first.waitFor()).isZero();
        Await.until(
                "the first connection is no longer counted",
                Duration.ofSeconds(30),
                () -> user.ssh(target(), "true").run().exitCode() == 0,
                () -> "");
    }
}
