package org.sallyport.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.AuditPolicy;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.resource.SessionRecording;
import org.sallyport.api.resource.Strictness;
import org.sallyport.api.resource.TokenSpec;
import org.sallyport.api.resource.UserSpec;

class ResourceCodecTest {
    private static final ResourceCodec CODEC = new ResourceCodec();
    private static final String ROLE = """
            kind: role
            version: v1
            metadata:
              name: dev
              labels:
                team: blue
            spec:
              options:
                max_session_ttl: 8h
                port_forwarding: false
              allow:
                logins: ['{{internal.logins}}', ubuntu]
                node_labels:
                  env: [dev, '^stag(e|ing)$']
                rules:
                  - resources: [node]
                    verbs: [list, read]
            """;

    static Stream<Resource<?>> resources() {
        Metadata full = new Metadata(
                "a.b@c",
                "text: with *odd* {chars}",
                Map.of("k", "v"),
                Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
                7);
        RoleSpec role = new RoleSpec(
                new RoleOptions(
                        Optional.of(Duration.ofMinutes(90)),
                        Optional.of(true),
                        Optional.empty(),
                        Optional.of(false),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(30)),
                        Optional.of(3)),
                new RoleConditions(
                        List.of("root", "null", "5"),
                        Map.of("*", List.of("*")),
                        List.of(new RoleRule(List.of("*"), List.of("read")))),
                RoleConditions.NONE);
        return Stream.of(
                Resource.of(full, new UserSpec(List.of("access"), Map.of("logins", List.of("root")))),
                Resource.of(Metadata.named("r"), role),
                Resource.of(
                        Metadata.named("t"),
                        new TokenSpec(Set.of(ServiceType.SSH, ServiceType.DB), null, Optional.of(1))),
                Resource.of(
                        Metadata.named("cluster"),
                        new ClusterConfigSpec("example", "example.org:443", "example.org:3023", null, null, null)),
                Resource.of(
                        Metadata.named("strict"),
                        new ClusterConfigSpec(
                                "example",
                                "example.org:443",
                                "",
                                null,
                                null,
                                null,
                                Optional.of(Strictness.STRICT),
                                null,
                                Optional.of(
                                        new SessionRecording(Optional.of(RecordingMode.NODE_SYNC), Optional.of(true))),
                                Optional.of(new AuditPolicy(Optional.of(java.time.Duration.ofDays(400)))))),
                Resource.of(full, new LockSpec(LockTarget.ofCertificate(-1), "lost: ask 'ops'")),
                Resource.of(
                        Metadata.named("l"),
                        new LockSpec(
                                new LockTarget(
                                        Optional.of("ann"),
                                        Optional.of("dev"),
                                        Optional.of("root"),
                                        Optional.of("web 1"),
                                        Optional.of("phone"),
                                        Optional.of("17"),
                                        Optional.of("request")),
                                null)));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void everyKindSurvivesBothEncodings(Resource<?> resource) {
        assertThat(CODEC.parseJson(CODEC.toJson(resource))).isEqualTo(resource);
        assertThat(CODEC.parseYaml(CODEC.toYaml(resource))).isEqualTo(resource);
        assertThat(CODEC.parseYaml(CODEC.toJson(resource))).as("JSON is YAML").isEqualTo(resource);
    }

    @Test
    void documentOfAPersonIsRead() {
        RoleSpec role = CODEC.parseYaml(ROLE).as(RoleSpec.class).spec();
        assertThat(role.options().maxSessionTtl()).contains(Duration.ofHours(8));
        assertThat(role.options().portForwarding()).contains(false);
        assertThat(role.options().forwardAgent()).isEmpty();
        assertThat(role.allow().logins()).containsExactly("{{internal.logins}}", "ubuntu");
        assertThat(role.allow().nodeLabels()).containsEntry("env", List.of("dev", "^stag(e|ing)$"));
        assertThat(role.deny()).isEqualTo(RoleConditions.NONE);
    }

    @Test
    void severalDocumentsKeepTheirOrderAndEmptyOnesAreSkipped() {
        String text = "---\n" + ROLE + "---\n---\n" + ROLE.replace("name: dev", "name: ops");
        assertThat(CODEC.parseYamlDocuments(text)).extracting(Resource::name).containsExactly("dev", "ops");
        assertThatThrownBy(() -> CODEC.parseYaml(text)).hasMessageContaining("there are 2");
        assertThat(CODEC.parseYamlDocuments("")).isEmpty();
        assertThat(CODEC.parseYamlDocuments("# nothing\n")).isEmpty();
    }

    @Test
    void unknownFieldsAreNamedWithPathAndLine() {
        assertInvalid(
                ROLE.replace("port_forwarding", "port_forward"), "spec.options.port_forward is not known", "line 10");
        assertInvalid(ROLE.replace("verbs", "verb"), "spec.allow.rules[0].verb is not known", "line 17");
        assertInvalid(ROLE.replace("metadata:", "metadate:"), "metadate is not known", "line 3");
        assertInvalid(ROLE.replace("labels:\n    team", "lables:\n    team"), "metadata.lables is not known", "line 5");
    }

    @Test
    void constructorsMessageComesThroughWithTheLineOfItsField() {
        assertInvalid(ROLE.replace("8h", "40h"), "spec.options.max_session_ttl must be between 1m and 30h", "line 9");
        assertInvalid(ROLE.replace("8h", "soon"), "'soon' is no duration", "line 9");
        assertInvalid(ROLE.replace("name: dev", "name: -dev"), "metadata.name must be", "line 4");
        assertInvalid(ROLE.replace("[list, read]", "[lists]"), "rules.verbs has 'lists'", "line 17");
        assertInvalid(ROLE.replace("ubuntu", "'a,b'"), "logins has an entry with a comma", "line 12");
        assertInvalid(ROLE.replace("version: v1", "version: v9"), "version must be v1", "line 2");
        assertInvalid(ROLE.replace("kind: role", "kind: rolle"), "kind must be one of user, role", "line 1");
    }

    @Test
    void wrongFormsAreNamed() {
        assertInvalid(ROLE.replace("[node]", "node"), "spec.allow.rules[0].resources must be a list", "line 16");
        assertInvalid(
                ROLE.replace("port_forwarding: false", "port_forwarding: maybe"), "must be true or false", "line 10");
        assertInvalid("kind: role\nversion: v1\nmetadata: {name: x}\n", "spec must be a mapping", "line 1");
        assertInvalid("- a\n- b\n", "must be a mapping with kind", "line 1");
        assertInvalid("just text", "must be a mapping", "line 1");
        assertThatThrownBy(() -> CODEC.parseJson("{\"kind\": \"role\",\n\"kind\": \"user\"}"))
                .hasMessageContaining("Duplicate field 'kind'")
                .hasMessageContaining("line 2");
        assertInvalid(ROLE + "  allow: {}\n", "Duplicate field 'allow'", "line 18");
        assertInvalid("kind: [", "cannot be parsed", "line");
    }

    @Test
    void aliasesAreRefusedSoThatNoBombAndNoMisreadingIsPossible() {
        String bomb = """
                kind: user
                version: v1
                metadata: {name: x}
                spec:
                  roles: &a [x, x, x, x]
                  traits:
                    b: *a
                """;
        assertInvalid(bomb, "aliases", "line 7");
        assertInvalid(ROLE.replace("[node]", "[&n node, *n]"), "aliases", "line 16");
    }

    @Test
    void sizeAndDepthAreBounded() {
        String large = ROLE + "#" + "x".repeat(Resource.MAX_ENCODED_BYTES);
        assertThatThrownBy(() -> CODEC.parseYaml(large))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
        String umlauts = ROLE + "#" + "ü".repeat(Resource.MAX_ENCODED_BYTES * 2 / 3);
        assertThatThrownBy(() -> CODEC.parseYaml(umlauts)).hasMessageContaining("larger than");
        assertThatThrownBy(() -> CODEC.parseJson("[".repeat(100_000))).isInstanceOf(SallyportException.class);
        assertInvalid("[".repeat(100_000), "cannot be parsed", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "'off'", "OFF"})
    void theModeOffIsAWordAndNoTruthValue(String word) {
        String role = ROLE.replace("port_forwarding: false", "recording_mode: " + word);
        assertThat(CODEC.parseYaml(role).as(RoleSpec.class).spec().options().recordingMode())
                .contains(RecordingMode.OFF);
        String cluster =
                "kind: cluster_config\nversion: v1\nmetadata: {name: cluster}\nspec:\n  cluster_name: main\n  public_address: proxy.example.com:443\n"
                        + "  session_recording:\n    mode: " + word + "\n";
        assertThat(CODEC.parseYaml(cluster)
                        .as(ClusterConfigSpec.class)
                        .spec()
                        .recordingPolicy()
                        .effectiveMode())
                .isEqualTo(RecordingMode.OFF);
    }

    @Test
    void aModeThatIsNoneIsNamed() {
        String role = ROLE.replace("port_forwarding: false", "recording_mode: true");
        assertInvalid(role, "spec.options.recording_mode", "line 10");
    }

    private static void assertInvalid(String yaml, String message, String line) {
        assertThatThrownBy(() -> CODEC.parseYaml(yaml))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_RESOURCE))
                .hasMessageContaining(message)
                .hasMessageContaining(line);
    }
}
