package org.sallyport.tests.sso;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Programs;

/** A password of a real OpenLDAP, by the CLI. */
@ExtendWith(SsoWorld.Extension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LdapIT {
    @Test
    @Order(1)
    void passwordOfTheDirectoryLogsInWithItsGroups(SsoWorld world) {
        Path home = world.cluster().directory().resolve("lena");
        login(world, home, "lena", LdapServer.PASSWORD).succeeded();

        assertThat(cli(world, home, "ls").run().succeeded().out()).contains(Cluster.NODE);
        assertThat(cli(world, home, "status").run().succeeded().out()).contains("lena", "access");
        JsonNode login =
                world.cluster().awaitAudit("--event=user.login", "--user=lena").get(0);
        assertThat(login.get("fields").get("connector").asText()).isEqualTo("directory");
        assertThat(login.get("fields").get("protocol").asText()).isEqualTo("ldap");
        cli(world, home, "logout").run().succeeded();
    }

    @Test
    @Order(2)
    void wrongPasswordLockedAccountAndUnknownNameLookTheSame(SsoWorld world) {
        Command.Result wrong = login(world, "lena", "not the password");
        Command.Result locked = login(world, "gone", LdapServer.PASSWORD);
        Command.Result unknown = login(world, "nobody-here", LdapServer.PASSWORD);
        Command.Result empty = login(world, "lena", "");

        for (Command.Result each : List.of(wrong, locked, unknown, empty)) {
            assertThat(each.exitCode()).as(each.toString()).isEqualTo(3);
            assertThat(each.stderr()).contains("user or password is wrong");
        }
        JsonNode failures = world.failures();
        for (int i = 0; i < 4; i++) {
            assertThat(failures.get(i).get("fields").get("connector").asText()).isEqualTo("directory");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "len*", "lena)(uid=*", "lena)(|(uid=*))", "lena,ou=people", "uid=lena", "lena\\2a"})
    void namesThatAreFiltersFindNobody(String name, SsoWorld world) {
        Command.Result refused = login(world, name, LdapServer.PASSWORD);

        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(3);
        assertThat(refused.stderr()).contains("user or password is wrong");
    }

    @Test
    @Order(3)
    void whoIsInNoMappedGroupIsRefused(SsoWorld world) {
        Command.Result refused = login(world, "nobody-knows", LdapServer.PASSWORD);

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.stderr()).contains("no entry of its attributes_to_roles fits");
    }

    @Test
    @Order(4)
    void testerShowsAttributesTraitsAndRoles(SsoWorld world) {
        Path password = passwordFile(world, LdapServer.PASSWORD);
        JsonNode outcome = world.cluster()
                .admin()
                .json("admin", "sso", "test", "directory", "--user=lena", "--password-file=" + password);

        assertThat(outcome.get("allowed").asBoolean()).isTrue();
        assertThat(outcome.get("roles").toString()).isEqualTo("[\"access\"]");
        assertThat(outcome.get("traits").get("groups").toString()).isEqualTo("[\"ldap-dev\"]");
        assertThat(outcome.get("attributes").get("mail").toString()).isEqualTo("[\"lena@example.org\"]");
        assertThat(world.cluster().admin().json("admin", "sso", "users").findValuesAsText("user"))
                .doesNotContain("lena");
    }

    @Test
    @Order(9)
    void directoryThatIsAwayIsNamed(SsoWorld world) {
        world.ldap().stop();
        Command.Result refused = login(world, "lena", LdapServer.PASSWORD);
        world.ldap().serve();

        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(8);
        assertThat(refused.stderr()).contains("Single sign-on by directory", "does not answer");
        Path home = world.cluster().directory().resolve("ldap-again");
        login(world, home, "lena", LdapServer.PASSWORD).succeeded();
        // a name is here by one connector at a time
        cli(world, home, "logout").run().succeeded();
    }

    private static Command.Result login(SsoWorld world, String user, String password) {
        return login(world, world.cluster().directory().resolve("ldap-login"), user, password);
    }

    private static Command.Result login(SsoWorld world, Path home, String user, String password) {
        return cli(
                        world,
                        home,
                        "login",
                        "--proxy=" + world.cluster().server().publicAddress(),
                        "--ca-pin=" + world.cluster().pin(),
                        "--connector=directory",
                        "--user=" + user,
                        "--password-file=" + passwordFile(world, password))
                .run();
    }

    private static Path passwordFile(SsoWorld world, String password) {
        Path file = world.cluster().directory().resolve("ldap-password");
        Programs.write(file, password);
        return file;
    }

    private static Command cli(SsoWorld world, Path home, String... words) {
        List<String> all = new ArrayList<>(List.of(Programs.bin("sallyport")));
        all.addAll(List.of(words));
        return world.cluster().network().client().command(all).with("SALLYPORT_HOME", home.toString());
    }
}
