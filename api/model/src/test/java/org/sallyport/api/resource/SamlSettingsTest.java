package org.sallyport.api.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.codec.Json;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.error.SallyportException;

class SamlSettingsTest {
    private static final String URL = "https://sso.example.org/saml?tenant=1";
    private static final String ENTITY = "urn:example:staff";

    @TempDir
    static Path directory;

    private static String rsa;
    private static String ec;

    @BeforeAll
    static void makeCertificates() throws Exception {
        rsa = certificate("rsa", "RSA", "-keysize", "2048");
        ec = certificate("ec", "EC", "-groupname", "secp256r1");
    }

    @Test
    void holdsTheKeysOfSeveralCertificates() {
        SamlSettings settings = new SamlSettings(URL, " " + ENTITY + "\n", rsa + ec, null);

        assertThat(settings.keys()).extracting(key -> key.getAlgorithm()).containsExactly("RSA", "EC");
        assertThat(settings.entityId()).isEqualTo(ENTITY);
        assertThat(settings.userAttribute()).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "http://sso.example.org/saml",
                "http://localhost/saml",
                "//sso.example.org",
                "https:///saml",
                "https://u@sso.example.org/saml",
                "https://sso.example.org/saml#x",
                "javascript:alert(1)",
                "https://sso.example.org/a b"
            })
    void peopleAreSentToHttpsOnly(String url) {
        refused(() -> new SamlSettings(url, ENTITY, rsa, ""), "spec.saml.sso_url");
    }

    @Test
    void entityIdIsNeededAndNamesHaveNoControlCharacters() {
        refused(() -> new SamlSettings(URL, null, rsa, ""), "spec.saml.entity_id");
        refused(() -> new SamlSettings(URL, " ", rsa, ""), "spec.saml.entity_id");
        refused(() -> new SamlSettings(URL, "a\u0007b", rsa, ""), "spec.saml.entity_id");
        refused(() -> new SamlSettings(URL, "a".repeat(1025), rsa, ""), "spec.saml.entity_id");
        refused(() -> new SamlSettings(URL, ENTITY, rsa, "a\nb"), "spec.saml.user_attribute");
    }

    @Test
    void certificatesAreNeededAndRead() {
        for (String none : List.of("", "  ", "no certificate", rsa + rsa.replaceAll("[A-Za-z0-9+/=]{60,}", "AAAA"))) {
            refused(() -> new SamlSettings(URL, ENTITY, none, ""), "spec.saml.certificates");
        }
        refused(() -> new SamlSettings(URL, ENTITY, null, ""), "spec.saml.certificates");
        refused(() -> new SamlSettings(URL, ENTITY, rsa.substring(0, 200), ""), "spec.saml.certificates");
        refused(() -> new SamlSettings(URL, ENTITY, rsa.repeat(9), ""), "spec.saml.certificates must hold 1 to 8");
    }

    @Test
    void weakKeysAndOtherSortsAreRefused() throws Exception {
        String weak = certificate("weak", "RSA", "-keysize", "1024");
        refused(() -> new SamlSettings(URL, ENTITY, weak, ""), "2048 bits or more");
        refused(() -> new SamlSettings(URL, ENTITY, rsa + weak, ""), "2048 bits or more");
        String edwards = certificate("ed", "Ed25519");
        refused(() -> new SamlSettings(URL, ENTITY, edwards, ""), "neither RSA");
    }

    @Test
    void connectorHasExactlyOneProtocol() {
        SamlSettings saml = new SamlSettings(URL, ENTITY, rsa, "");
        AuthConnectorSpec spec = spec(Optional.empty(), Optional.of(saml));
        assertThat(spec.protocol()).isEqualTo("saml");
        assertThat(spec.method()).isEqualTo("redirect");
        refused(
                () -> spec(Optional.of(new LdapSettings(null)), Optional.of(saml)),
                "exactly one of oidc, saml, ldap and kerberos");
    }

    @Test
    void documentIsWrittenAsItIsRead() throws Exception {
        String yaml = """
                kind: auth_connector
                version: v1
                metadata: {name: corp}
                spec:
                  saml:
                    sso_url: %s
                    entity_id: %s
                    certificates: |
                %s
                    user_attribute: uid
                  attributes_to_roles:
                    - {attribute: groups, value: dev, roles: [access]}
                """.formatted(URL, ENTITY, rsa.indent(6));
        Resource<?> read = new ResourceCodec().parseYaml(yaml);
        JsonNode json = Json.jsonMapper().valueToTree(read).get("spec").get("saml");

        assertThat(json.get("sso_url").asText()).isEqualTo(URL);
        assertThat(json.get("entity_id").asText()).isEqualTo(ENTITY);
        assertThat(json.get("user_attribute").asText()).isEqualTo("uid");
        assertThat(json.properties()).hasSize(4);
    }

    private static AuthConnectorSpec spec(Optional<LdapSettings> ldap, Optional<SamlSettings> saml) {
        return new AuthConnectorSpec(
                "",
                Optional.empty(),
                ldap,
                Optional.empty(),
                saml,
                List.of(new AttributeToRoles("groups", "dev", List.of("access"))),
                Map.of());
    }

    private static void refused(Runnable making, String words) {
        assertThatThrownBy(making::run).isInstanceOf(SallyportException.class).hasMessageContaining(words);
    }

    private static String certificate(String name, String algorithm, String... size)
            throws IOException, InterruptedException {
        Path store = directory.resolve(name + ".p12");
        List<String> making = new ArrayList<>(List.of("-genkeypair", "-dname", "CN=" + name, "-keyalg", algorithm));
        making.addAll(List.of(size));
        keytool(store, making);
        Path pem = directory.resolve(name + ".pem");
        keytool(store, List.of("-exportcert", "-rfc", "-file", pem.toString()));
        return Files.readString(pem);
    }

    private static void keytool(Path store, List<String> words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        all.addAll(words);
        all.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-alias", "it"));
        all.addAll(List.of("-storepass", "of-no-meaning"));
        Process keytool = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).as(String.join(" ", words)).isZero();
    }
}
