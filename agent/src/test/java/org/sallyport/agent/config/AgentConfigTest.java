package org.sallyport.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.remote.ClusterAddress;

class AgentConfigTest {
    private static final String PIN = "sha256:" + "ab".repeat(32);
    private final AgentConfigFile reader = new AgentConfigFile(() -> "this-host");

    private AgentConfig parse(String text) {
        return reader.parse("sallyport.yaml", text);
    }

    @Test
    void defaults() {
        AgentConfig config = parse("""
                version: v1
                proxy_server: proxy.example.com
                ssh_service:
                """);

        assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/sallyport"));
        assertThat(config.nodeName()).isEqualTo("this-host");
        assertThat(config.proxyServer()).isEqualTo(new ClusterAddress("proxy.example.com", 443));
        assertThat(config.token()).isEmpty();
        assertThat(config.caPins()).isEmpty();
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.resumeTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.ssh()).isEqualTo(new SshServiceConfig(true, Map.of(), List.of(), List.of()));
        assertThat(config.services()).containsExactly(ServiceType.SSH);
    }

    @Test
    void fullMapping() {
        AgentConfig config = parse("""
                version: v1
                data_dir: /srv/sallyport
                node_name: db-1
                proxy_server: https://[2001:db8::1]:8443
                join_params:
                  method: token
                  token_name: abc.def
                ca_pin: %s
                drain_timeout: 1m30s
                resume_timeout: 5m
                ssh_service:
                  enabled: yes
                  labels:
                    env: prod
                    tier: 1
                  commands:
                    - name: kernel
                      command: [uname, -r]
                      period: 5m
                    - name: arch
                      command: [uname, -m]
                  accept_env: [EDITOR, "GIT_*"]
                db_service:
                  enabled: false
                """.formatted(PIN));

        assertThat(config.dataDir()).isEqualTo(Path.of("/srv/sallyport"));
        assertThat(config.nodeName()).isEqualTo("db-1");
        assertThat(config.proxyServer()).isEqualTo(new ClusterAddress("[2001:db8::1]", 8443));
        assertThat(config.token().orElseThrow().read().reveal()).isEqualTo("abc.def");
        assertThat(config.caPins()).containsExactly(PIN);
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.resumeTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.ssh())
                .isEqualTo(new SshServiceConfig(
                        true,
                        Map.of("env", "prod", "tier", "1"),
                        List.of(
                                new LabelCommand("kernel", List.of("uname", "-r"), Duration.ofMinutes(5)),
                                new LabelCommand("arch", List.of("uname", "-m"), Duration.ofMinutes(1))),
                        List.of("EDITOR", "GIT_*")));
    }

    @Test
    void authTokenAndAListOfPins() {
        AgentConfig config = parse("""
                version: v1
                proxy_server: p:1
                auth_token: secret
                ca_pin: [%s, %s]
                ssh_service: {}
                """.formatted(PIN, PIN));

        assertThat(config.token().orElseThrow().read().reveal()).isEqualTo("secret");
        assertThat(config.caPins()).hasSize(2);
    }

    @Test
    void tokenFromAFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("token");
        Files.writeString(file, "name.secret\n");
        AgentConfig config = parse("version: v1\nproxy_server: p:1\nauth_token: " + file + "\nssh_service: {}\n");

        assertThat(config.token().orElseThrow().read().reveal()).isEqualTo("name.secret");

        Files.delete(file);
        assertThatThrownBy(() -> config.token().orElseThrow().read())
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aTokenIsNeverPrinted() {
        assertThat(parse("version: v1\nproxy_server: p:1\nauth_token: topsecret\nssh_service: {}\n")
                        .toString())
                .doesNotContain("topsecret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    proxyserver: p:1                          | line 2 | did you mean 'proxy_server'
                    ssh_servce: {}                            | line 2 | did you mean 'ssh_service'
                    ssh_service: {label: {}}                  | line 2 | unknown key 'ssh_service.label'; did you mean 'ssh_service.labels'
                    ssh_service: {enabled: maybe}             | line 2 | 'ssh_service.enabled' must be true or false
                    ssh_service: [1]                          | line 2 | 'ssh_service' must be a section with keys, not a list
                    ssh_service: {labels: [a]}                | line 2 | 'ssh_service.labels' must be a section
                    ssh_service: {commands: {}}               | line 2 | 'ssh_service.commands' must be a list
                    ssh_service: {commands: [{name: a}]}      | line 2 | needs a command
                    ssh_service: {commands: [{nam: a}]}       | line 2 | did you mean 'ssh_service.commands[0].name'
                    data_dir: [a]                             | line 2 | 'data_dir' must be a text, not a list
                    resume_timeout: 11m                       | line 1 | resume_timeout must be at most 10 minutes
                    drain_timeout: soon                       | line 2 | 'soon' is no duration
                    db_service: {enabled: true}               | line 2 | 'db_service' is not served by this version yet
                    app_service: {}                           | line 2 | 'app_service' is not served by this version yet
                    proxy_server: "a b"                       | line 2 | is no address
                    auth_token: ""                            | line 2 | token is empty
                    join_params: {method: iam, token_name: x} | line 2 | 'join_params.method' must be token
                    join_params: {method: token}              | line 2 | 'join_params.token_name' is missing
                    version: v1                               | line 2 | twice
                    "a: [b"                                   | line   | no YAML
                    """)
    void complaintsNameLineAndRemedy(String second, String line, String complaint) {
        String text = "version: v1\n" + second + "\nproxy_server: p:1\nssh_service: {}\n";
        if (second.startsWith("ssh_service") || second.startsWith("proxy_server")) {
            text = "version: v1\n" + second + "\n"
                    + (second.startsWith("ssh") ? "proxy_server: p:1\n" : "ssh_service: {}\n");
        }
        String document = text;
        assertThatThrownBy(() -> parse(document))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG))
                .hasMessageContaining("sallyport.yaml " + line.trim())
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node_name: 'a b'",
                "node_name: -a",
                "data_dir: relative",
                "ca_pin: sha256:12",
                "ssh_service: {enabled: false}",
                "ssh_service: {commands: [{name: a, command: [x], period: 10ms}]}",
                "ssh_service: {labels: {a: b}, commands: [{name: a, command: [x]}]}"
            })
    void valuesOutOfBounds(String line) {
        String service = line.startsWith("ssh_service") ? "" : "\nssh_service: {}";
        assertThatThrownBy(() -> parse("version: v1\nproxy_server: p:1\n" + line + service))
                .isInstanceOf(SallyportException.class)
                .hasMessageStartingWith("configuration: sallyport.yaml line ");
    }

    @Test
    void whateverTheFileHoldsTheComplaintIsOneOfOurs() {
        Random random = new Random(7);
        String good = "version: v1\nproxy_server: p:1\nssh_service:\n  labels: {a: b}\n  commands:\n  - name: k\n"
                + "    command: [uname]\n    period: 5s\n";
        String alphabet = "\n :-[]{}'\"&*!|>%@#ab1\t,\u0000";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int edits = random.nextInt(1, 5); edits > 0; edits--) {
                text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                parse(text.toString());
            } catch (SallyportException e) {
                assertThat(e.userMessage())
                        .startsWith("configuration: sallyport.yaml")
                        .doesNotContain("\n");
            }
        }
    }

    @Test
    void theNearestKeyIsOneEditAway() {
        Set<String> known = Set.of("data_dir", "node_name", "ca_pin");
        Random random = new Random(3);
        for (String key : known) {
            for (int i = 0; i < 50; i++) {
                String typed = new StringBuilder(key)
                        .deleteCharAt(random.nextInt(key.length()))
                        .toString();
                assertThat(NearestKey.of(typed, known)).isEqualTo(key);
                assertThat(NearestKey.distance(typed, key)).isEqualTo(1);
            }
        }
    }
}
