package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.api.codec.Json;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Host;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.UserSession;

/**
 * Every call of the published REST API by every preset role and by nobody: allowed or refused. A call that the table does
 * not know fails the test, so that no new one is forgotten.
 */
@ExtendWith(ClusterExtension.class)
final class EndpointRolesIT {
    private static final String JSON = "Content-Type: application/json";
    /** Not known, not allowed, and what looks the same as the latter. */
    private static final Set<Integer> REFUSED = Set.of(401, 403, 404);

    private static final List<String> WHO = List.of("nobody", "access", "editor", "auditor");

    /** Who gets through; {@code +} everybody with a login, {@code *} everybody, {@code -} nobody without a secret. */
    private record Row(String call, String request, String body, String allowed) {}

    private static final String ROLE = """
            {"kind":"role","version":"v1","metadata":{"name":"table-%s"},"spec":{}}""";

    private static final String STANDBY = "{\"phase\":\"standby\"}";

    private static final String SESSION = """
            {"node":"node-1","login":"nobody","ssh_public_key":"%key"}""";

    private static final String PASSWORDS = "{\"old_password\":\"no\",\"new_password\":\"a password of nobody\"}";

    private static final String SSO_PASSWORD = "{\"user\":\"nobody\",\"password\":\"no\"}";

    private static final String CONNECTOR = """
            kind: auth_connector
            version: v1
            metadata:
              name: table
            spec:
              ldap: {}
              attributes_to_roles:
                - {attribute: groups, value: nobody, roles: [auditor]}
            """;

    private static final List<Row> TABLE = List.of(
            new Row("get /api/v1/ping", "", "", "*"),
            new Row("get /api/v1/authorities", "", "", "*"),
            new Row("get /api/v1/authorities/openssh", "", "", "*"),
            new Row("get /api/v1/whoami", "", "", "+"),
            new Row("post /api/v1/certificates", "", "{\"ssh_public_key\":\"%key\"}", "+"),
            new Row("get /api/v1/nodes", "", "", "+"),
            // a node of that name there is none: whoever may is told the same as who may not
            new Row("get /api/v1/files", "/api/v1/files?node=no&login=nobody&path=x", "", ""),
            new Row("put /api/v1/files", "/api/v1/files?node=no&login=nobody&path=x", "x", ""),
            new Row("get /api/v1/health", "", "", "editor"),
            // everybody hears of what he may list
            new Row("get /api/v1/changes", "", "", "+"),
            new Row("get /api/v1/resources/{kind}", "/api/v1/resources/role", "", "editor"),
            new Row("post /api/v1/resources/{kind}", "/api/v1/resources/role", ROLE, "editor"),
            new Row("get /api/v1/resources/{kind}/{name}", "/api/v1/resources/role/access", "", "editor"),
            new Row("put /api/v1/resources/{kind}/{name}", "/api/v1/resources/role/table-%s", ROLE, "editor"),
            new Row("delete /api/v1/resources/{kind}/{name}", "/api/v1/resources/role/table-%s", "", "editor"),
            new Row("post /api/v1/tokens", "", "{\"services\":[\"ssh\"]}", "editor"),
            new Row("post /api/v1/users", "", "{\"name\":\"table-%s\",\"roles\":[\"auditor\"]}", "editor"),
            new Row("post /api/v1/users/{name}/invite", "/api/v1/users/table-%s/invite", "", "editor"),
            new Row("get /api/v1/audit", "", "", "auditor"),
            new Row("get /api/v1/audit/events", "", "", "auditor"),
            new Row("get /api/v1/audit/stream", "", "", "auditor"),
            new Row("get /api/v1/audit/log/head", "", "", "auditor"),
            new Row("get /api/v1/audit/log/proof", "/api/v1/audit/log/proof?certificate=x", "", "auditor"),
            new Row("get /api/v1/audit/log/consistency", "/api/v1/audit/log/consistency?from=1&to=1", "", "auditor"),
            new Row("get /api/v1/audit/log/entries", "", "", "auditor"),
            new Row("get /api/v1/audit/log/unlogged", "/api/v1/audit/log/unlogged?kind=event", "", "auditor"),
            // everybody lists his own, and those he may join
            new Row("get /api/v1/sessions", "", "", "+"),
            // there is none: whoever may is told the same as who may not
            new Row("get /api/v1/sessions/{id}", "/api/v1/sessions/no", "", ""),
            new Row("delete /api/v1/sessions/{id}", "/api/v1/sessions/no", "", ""),
            // everybody lists his own
            new Row("get /api/v1/recordings", "", "", "+"),
            // there is none: whoever may is told the same as who may not
            new Row("get /api/v1/recordings/{session}", "/api/v1/recordings/no", "", ""),
            new Row("delete /api/v1/recordings/{session}", "/api/v1/recordings/no", "", ""),
            new Row("get /api/v1/recordings/{session}/verify", "/api/v1/recordings/no/verify", "", ""),
            new Row("get /api/v1/recordings/{session}/events", "/api/v1/recordings/no/events", "", ""),
            new Row("get /api/v1/recordings/{session}/cast", "/api/v1/recordings/no/cast", "", ""),
            new Row("get /api/v1/recordings/{session}/text", "/api/v1/recordings/no/text", "", ""),
            new Row(
                    "get /api/v1/access/explain",
                    "/api/v1/access/explain?user=admin&action=read&resource=role",
                    "",
                    "editor"),
            new Row("get /api/v1/access/who-can", "/api/v1/access/who-can?action=read&resource=role", "", "editor"),
            new Row("get /api/v1/access/what-can", "/api/v1/access/what-can?user=admin", "", "editor"),
            new Row("post /api/v1/access/diff", "", "{\"documents\":\"\"}", "editor"),
            new Row("delete /api/v1/users/{name}/lockout", "/api/v1/users/table-%s/lockout", "", "editor"),
            new Row("get /api/v1/authorities/status", "", "", "editor"),
            // a step that does not follow: whoever may is told so
            new Row("post /api/v1/authorities/{type}/rotate", "/api/v1/authorities/host/rotate", STANDBY, "editor"),
            new Row("post /api/v1/authorities/{type}/rollback", "/api/v1/authorities/host/rollback", "", "editor"),
            new Row("get /api/v1/login-sessions", "", "", "+"),
            new Row("delete /api/v1/login-sessions", "", "", "+"),
            // nobody has it
            new Row("delete /api/v1/login-sessions/{id}", "/api/v1/login-sessions/no", "", ""),
            new Row("get /api/v1/mfa/devices", "", "", "+"),
            new Row("post /api/v1/mfa/challenge", "", "", "+"),

            // these ask for a secret of their own, whoever calls
            new Row("put /api/v1/password", "", PASSWORDS, ""),
            new Row("post /api/v1/mfa/devices", "", "{}", ""),
            new Row("post /api/v1/certificates/session", "", SESSION, ""),
            new Row("post /api/v1/mfa/registrations", "", "{\"kind\":\"totp\",\"passwordless\":false}", ""),
            new Row("delete /api/v1/mfa/devices/{id}", "/api/v1/mfa/devices/x", "", ""),
            new Row("post /api/v1/mfa/recovery-codes", "", "", ""),
            new Row("post /api/v1/login/challenge", "", "{\"user\":\"nobody\",\"password\":\"no\"}", "-"),
            new Row("post /api/v1/login", "", "{\"user\":\"nobody\",\"password\":\"no\"}", "-"),
            new Row("post /api/v1/web/session", "", "{\"user\":\"nobody\",\"password\":\"no\"}", "-"),
            new Row("get /api/v1/invites/{secret}", "/api/v1/invites/no", "", "-"),
            new Row("post /api/v1/invites/{secret}/passkey", "/api/v1/invites/no/passkey", "", "-"),
            new Row("post /api/v1/invites/{secret}", "/api/v1/invites/no", "{\"password\":\"%s\"}", "-"),
            // what is malformed is told to everybody
            new Row("post /api/v1/join", "", "{}", "*"),
            new Row("get /api/v1/sso", "", "", "*"),
            new Row("get /api/v1/sso-users", "", "", "editor"),
            // nobody has any: whoever may is told the same as who may not
            new Row("delete /api/v1/sso-users/{connector}/{user}/mfa", "/api/v1/sso-users/no/no/mfa", "", ""),
            new Row("post /api/v1/sso/{connector}/test", "/api/v1/sso/table/test", SSO_PASSWORD, "editor"),
            new Row("get /api/v1/sso-tests/{id}", "/api/v1/sso-tests/no", "", ""),
            // a browser is sent to a page that says why it is refused
            new Row("get /api/v1/sso/{connector}/begin", "/api/v1/sso/no/begin", "", "*"),
            new Row("get /api/v1/sso/{connector}/callback", "/api/v1/sso/no/callback", "", "*"),
            new Row("post /api/v1/sso/{connector}/acs", "/api/v1/sso/no/acs", "SAMLResponse=no", "*"),
            new Row("get /api/v1/sso/{connector}/metadata", "/api/v1/sso/no/metadata", "", "-"),
            new Row("get /api/v1/sso/{connector}/negotiate", "/api/v1/sso/no/negotiate", "", "-"),
            new Row("post /api/v1/sso/{connector}/login", "/api/v1/sso/no/login", SSO_PASSWORD, "-"),
            new Row("post /api/v1/web/sso/{connector}", "/api/v1/web/sso/no", SSO_PASSWORD, "-"),
            new Row("post /api/v1/login-requests", "", "{}", "*"),
            new Row("post /api/v1/login-requests/redeem", "", "{\"code\":\"no\",\"verifier\":\"no\"}", "-"),
            // whose id or code nobody knows is refused for everybody
            new Row("post /api/v1/login-requests/find", "", "{\"user_code\":\"BBBB-BBBB\"}", ""),
            new Row("get /api/v1/login-requests/{id}", "/api/v1/login-requests/no", "", ""),
            new Row("post /api/v1/login-requests/{id}/approve", "/api/v1/login-requests/no/approve", "", ""),
            new Row("post /api/v1/login-requests/{id}/deny", "/api/v1/login-requests/no/deny", "", ""),
            // ends the session, so it comes last
            new Row("delete /api/v1/session", "", "", "+"));

    @Test
    void everyCallByEveryRole(Cluster cluster) throws Exception {
        Set<String> known = new TreeSet<>(TABLE.stream().map(Row::call).toList());
        assertThat(known)
                .as("the table has every published call")
                .isEqualTo(PublishedApi.calls(cluster).keySet());
        Path connector = cluster.directory().resolve("table.yaml");
        Programs.write(connector, CONNECTOR);
        cluster.admin().cli("admin", "apply", "-f", connector.toString()).run().succeeded();
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("nobody", "");
        for (String role : WHO.subList(1, WHO.size())) {
            UserSession user = cluster.newUser("spttable-" + role, role, "nobody");
            user.login().succeeded();
            tokens.put(role, token(user));
        }
        String key = cluster.admin()
                .host()
                .shell("cat " + cluster.admin().profile() + "/id_ed25519.pub")
                .run()
                .succeeded()
                .out()
                .strip();
        Set<String> wrong = new TreeSet<>();
        for (Row row : TABLE) {
            // failed secrets are counted by address: asked for once only
            for (String who : row.allowed().equals("-") ? WHO.subList(0, 1) : WHO) {
                int status = status(cluster, row, who, tokens.get(who), key);
                boolean allowed = row.allowed().equals("*")
                        || (row.allowed().equals("+") && !who.equals("nobody"))
                        || row.allowed().equals(who);
                boolean gotThrough = !REFUSED.contains(status);
                if (gotThrough != allowed || status >= 500) {
                    wrong.add(row.call() + " by " + who + ": " + status);
                }
            }
        }
        assertThat(wrong).as("calls with another outcome than the table's").isEmpty();
    }

    private static int status(Cluster cluster, Row row, String who, String token, String key) {
        String path = row.request().isEmpty() ? row.call().substring(row.call().indexOf(' ') + 1) : row.request();
        String method = row.call().substring(0, row.call().indexOf(' ')).toUpperCase(Locale.ROOT);
        List<String> words = new ArrayList<>(
                List.of("curl", "-sk", "--max-time", "20", "-X", method, "-o", "/dev/null", "-w", "%{http_code}"));
        if (row.body().startsWith("{")) {
            words.addAll(List.of("-H", JSON));
        }
        if (!row.body().isEmpty()) {
            words.addAll(List.of("-d", row.body().replace("%s", "editor").replace("%key", key)));
        }
        if (!token.isEmpty()) {
            words.addAll(List.of("-H", "Authorization: Bearer " + token));
        }
        if (path.endsWith("/stream") || path.endsWith("/changes")) {
            // these never end by themselves; the head is the answer
            words.addAll(List.of("--max-time", "2"));
        }
        words.add("https://" + cluster.server().publicAddress() + path.replace("%s", "editor"));
        Host client = cluster.network().client();
        return Integer.parseInt(client.command(words).run().out());
    }

    private static String token(UserSession user) throws JsonProcessingException {
        String profile = user.host()
                .shell("cat " + user.profile() + "/profile.json")
                .run()
                .succeeded()
                .out();
        return Json.jsonMapper().readTree(profile).get("token").asText();
    }
}
