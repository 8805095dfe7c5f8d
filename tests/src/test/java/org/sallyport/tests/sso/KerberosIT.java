package org.sallyport.tests.sso;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Host;

/** Tickets of a real MIT KDC, shown by curl as a browser shows them (SPNEGO). */
@ExtendWith(SsoWorld.Extension.class)
final class KerberosIT {
    @Test
    void ticketOpensASession(SsoWorld world) {
        Path keys = world.kerberos().person("tess");
        world.kerberos().kinit(client(world), "tess", keys).succeeded();
        Command.Result answer = negotiate(world, "tickets", "tess");

        assertThat(headers(answer)).contains(" 303", "location: /#/nodes");
        assertThat(headers(answer)).containsPattern("set-cookie: sallyport_session=\\S+;.*httponly");
        JsonNode login =
                world.cluster().awaitAudit("--event=user.login", "--user=tess").get(0);
        assertThat(login.get("fields").get("connector").asText()).isEqualTo("tickets");
        assertThat(login.get("fields").get("protocol").asText()).isEqualTo("kerberos");
    }

    @Test
    void withoutATicketTheBrowserIsAskedForOne(SsoWorld world) {
        Command.Result answer = curl(world, "nobody", "-o", "/dev/null", "-D", "-", url(world, "tickets"));

        assertThat(headers(answer)).contains(" 401").contains("www-authenticate: negotiate");
    }

    @Test
    void whatIsNoTicketIsRefusedAndAudited(SsoWorld world) {
        Command.Result answer =
                curl(world, "nobody", "-D", "-", "-H", "Authorization: Negotiate " + "YII=", url(world, "tickets"));

        assertThat(headers(answer)).contains(" 303", "location: /#/refused").doesNotContain("sallyport_session");
        JsonNode newest = world.failures().get(0);
        assertThat(newest.get("message").asText()).contains("Kerberos ticket is not good");
        assertThat(newest.get("fields").get("connector").asText()).isEqualTo("tickets");
    }

    @Test
    void groupsComeFromTheDirectoryWhenOneIsNamed(SsoWorld world) {
        world.kerberos()
                .kinit(client(world), "lena", world.kerberos().person("lena"))
                .succeeded();
        Command.Result answer = negotiate(world, "tickets-with-groups", "lena");

        assertThat(headers(answer)).contains(" 303", "location: /#/nodes");
        JsonNode login = world.cluster()
                .awaitAudit("--event=user.login", "--user=lena", "--text=tickets-with-groups")
                .get(0);
        assertThat(login.get("fields").get("roles").asText()).isEqualTo("auditor");
    }

    @Test
    void personWhomTheDirectoryDoesNotKnowIsRefused(SsoWorld world) {
        world.kerberos()
                .kinit(client(world), "stray", world.kerberos().person("stray"))
                .succeeded();
        Command.Result answer = negotiate(world, "tickets-with-groups", "stray");

        assertThat(headers(answer)).contains("location: /#/refused").doesNotContain("sallyport_session");
        assertThat(world.failures().get(0).get("message").asText()).contains("the directory does not know 'stray'");
    }

    @Test
    void serviceNameIsNoPerson(SsoWorld world) {
        Path keys = world.kerberos().person("HTTP/other.example");
        world.kerberos().kinit(client(world), "HTTP/other.example", keys).succeeded();
        Command.Result answer = negotiate(world, "tickets", "HTTP/other.example");

        assertThat(headers(answer)).contains("location: /#/refused").doesNotContain("sallyport_session");
        assertThat(world.failures().get(0).get("message").asText()).contains("which is not allowed here");
    }

    @Test
    void disabledPrincipalGetsNoTicket(SsoWorld world) {
        Path keys = world.kerberos().person("former");
        world.kerberos().disable("former");

        assertThat(world.kerberos().kinit(client(world), "former", keys).exitCode())
                .isNotZero();
        assertThat(headers(negotiate(world, "tickets", "former")))
                .contains(" 401")
                .doesNotContain("sallyport_session");
    }

    @Test
    void clientWhoseClockIsWrongIsRefused(SsoWorld world) {
        Path keys = world.kerberos().person("late");
        world.kerberos().kinit(client(world), "late", keys).succeeded();
        Command.Result answer = command(
                        world,
                        "late",
                        List.of("faketime", "-f", "+20m"),
                        "--negotiate",
                        "-u",
                        ":",
                        "-o",
                        "/dev/null",
                        "-D",
                        "-",
                        url(world, "tickets") + "?next=nodes")
                .run();

        assertThat(headers(answer)).doesNotContain("sallyport_session");
    }

    private static Command.Result negotiate(SsoWorld world, String connector, String person) {
        return curl(
                world,
                person,
                "--negotiate",
                "-u",
                ":",
                "-o",
                "/dev/null",
                "-D",
                "-",
                url(world, connector) + "?next=nodes");
    }

    private static Command.Result curl(SsoWorld world, String person, String... words) {
        return command(world, person, List.of(), words).run();
    }

    private static String headers(Command.Result answer) {
        return answer.out().toLowerCase(Locale.ROOT);
    }

    private static Command command(SsoWorld world, String person, List<String> before, String... words) {
        List<String> all = new ArrayList<>(before);
        all.addAll(List.of("curl", "-sk", "--http1.1", "--max-time", "30"));
        all.addAll(List.of(words));
        return client(world)
                .command(all)
                .with(world.kerberos().environment())
                .with("KRB5CCNAME", world.kerberos().cache(person));
    }

    private static String url(SsoWorld world, String connector) {
        return "https://" + world.cluster().server().publicAddress() + "/api/v1/sso/" + connector + "/negotiate";
    }

    private static Host client(SsoWorld world) {
        return world.cluster().network().client();
    }
}
