package org.sallyport.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.UserSpec;

final class ResourceCodecTest {
    private static final String ROLE = """
            kind: role
            version: v1
            metadata:
              name: dev
            spec:
              options:
                max_session_ttl: 8h
              allow:
                logins: [ubuntu]
                node_labels:
                  env: [dev, test]
                rules:
                - resources: [role]
                  verbs: [list, read]
            """;

    private final ResourceCodec codec = new ResourceCodec();

    @Test
    void readsWhatAPersonWrites() {
        RoleSpec role = codec.parseYaml(ROLE).as(RoleSpec.class).spec();
        assertThat(role.options().maxSessionTtl()).contains(Duration.ofHours(8));
        assertThat(role.allow().nodeLabels()).isEqualTo(Map.of("env", List.of("dev", "test")));
        assertThat(role.deny().logins()).isEmpty();
    }

    @Test
    void roundTripsInBothForms() {
        Resource<?> role = codec.parseYaml(ROLE);
        assertThat(codec.parseYaml(codec.toYaml(role))).isEqualTo(role);
        assertThat(codec.parseJson(codec.toJson(role))).isEqualTo(role);
        assertThat(codec.parseYaml(codec.toJson(role))).as("JSON is YAML").isEqualTo(role);
    }

    @Test
    void readsSeveralDocuments() {
        String user = "kind: user\nversion: v1\nmetadata: {name: ada}\nspec: {roles: [dev]}\n";
        List<Resource<?>> all = codec.parseYamlDocuments(ROLE + "---\n" + user + "---\n" + ROLE);
        assertThat(all)
                .extracting(Resource::kind)
                .containsExactly(ResourceKind.ROLE, ResourceKind.USER, ResourceKind.ROLE);
        assertThat(all.get(1).as(UserSpec.class).spec().roles()).containsExactly("dev");
    }

    @Test
    void namesAnUnknownFieldItsLineAndTheKnownOnes() {
        assertInvalid(ROLE.replace("allow:", "alow:"), "spec.alow", "line 8", "allow", "deny", "options");
    }

    @Test
    void aRecordsOwnMessageSurvivesWithItsLine() {
        assertInvalid(ROLE.replace("8h", "8d"), "max_session_ttl must be between 1m and 30h", "line");
        assertInvalid(ROLE.replace("[ubuntu]", "['a,b']"), "comma", "line");
        assertInvalid(ROLE.replace("8h", "soon"), "'soon' is no duration", "line 7");
    }

    @Test
    void refusesTheWrongTypeTheWrongKindAndBrokenText() {
        assertInvalid(ROLE.replace("[ubuntu]", "{a: b}"), "spec.allow.logins", "wrong type");
        assertInvalid(ROLE.replace("kind: role", "kind: rle"), "'rle'");
        assertInvalid(ROLE.replace("kind: role\n", ""), "kind is missing");
        assertInvalid("kind: [", "well-formed");
        assertInvalid(ROLE.replace("spec:", "spec:\nspec:"), "well-formed");
        assertInvalid("kind: user\nversion: v1\nmetadata: {name: x}\n", "spec is missing");
    }

    @Test
    void refusesWhatIsTooLarge() {
        String large = ROLE.replace("name: dev", "name: dev\n  description: " + "x".repeat(Resource.MAX_ENCODED_BYTES));
        assertThatThrownBy(() -> codec.parseYaml(large))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
    }

    private void assertInvalid(String text, String... parts) {
        assertThatThrownBy(() -> codec.parseYaml(text))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_RESOURCE))
                .hasMessageContainingAll(parts);
    }
}
