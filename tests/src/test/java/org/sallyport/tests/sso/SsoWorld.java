package org.sallyport.tests.sso;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.ServerBuild;
import org.sallyport.tests.cluster.ServerProcess;
import org.sallyport.tests.cluster.TestNetwork;

/**
 * A cluster whose server has been told of a real Keycloak, a real slapd and a real KDC, by the scripts and properties that
 * an operator would use. Built once for all test classes of a run.
 */
final class SsoWorld implements AutoCloseable, ExtensionContext.Store.CloseableResource {
    /** Of Keycloak's people; made up for each run. */
    static final String PASSWORD = UUID.randomUUID().toString();

    private static final String SECRET = UUID.randomUUID().toString();

    private final Path directory = Cluster.newDirectory();
    private final KeycloakServer keycloak;
    private final LdapServer ldap;
    private final KerberosRealm kerberos;
    private final Cluster cluster;

    private SsoWorld() {
        TestNetwork network = TestNetwork.open("i");
        keycloak = new KeycloakServer(network.server(), directory);
        ldap = new LdapServer(network.server(), directory);
        kerberos = new KerberosRealm(network.server(), directory);
        ServerProcess server;
        try {
            ldap.start();
            kerberos.start();
            Path build = ServerBuild.copy(directory.resolve("build"));
            ServerBuild.apply(build, "sso-ldap.cli", "sso-kerberos.cli", "sso-secrets.cli");
            server = new ServerProcess(network.server(), directory.resolve("server"), build).brief();
            Programs.write(server.data().resolve("server.properties"), """
                    sallyport.sso.corp.client-secret=%1$s
                    sallyport.sso.other-audience.client-secret=%1$s
                    sallyport.kerberos.principal=%2$s
                    sallyport.kerberos.keytab=%3$s
                    java.security.krb5.conf=%4$s
                    %5$s""".formatted(
                            SECRET, kerberos.service(), kerberos.keytab(), kerberos.config(), ldap.properties()));
            keycloak.install(realm("https://" + server.publicAddress() + "/api/v1/sso/"));
            keycloak.start();
        } catch (RuntimeException | AssertionError e) {
            close(network);
            throw e;
        }
        cluster = Cluster.start(network, directory.resolve("cluster"), server);
        connect();
    }

    Cluster cluster() {
        return cluster;
    }

    KeycloakServer keycloak() {
        return keycloak;
    }

    LdapServer ldap() {
        return ldap;
    }

    KerberosRealm kerberos() {
        return kerberos;
    }

    /** As an administrator does it: a file and {@code apply}. */
    Command.Result apply(String name, String document) {
        Path file = directory.resolve(name + ".yaml");
        Programs.write(file, document);
        return cluster.admin().cli("admin", "apply", "-f", file.toString()).run();
    }

    JsonNode failures() {
        return cluster.audit("--event=user.login.failed", "--limit=50");
    }

    private void connect() {
        for (String name : List.of("corp", "other-audience")) {
            apply(name, """
                    kind: auth_connector
                    version: v1
                    metadata:
                      name: %1$s
                    spec:
                      display: Keycloak %1$s
                      oidc:
                        provider_url: %2$s
                        client_id: %1$s
                        trusted_certificates: |
                    %3$s
                      attributes_to_roles:
                        - {attribute: groups, value: dev, roles: [access]}
                        - {attribute: groups, value: watch-*, roles: [auditor]}
                    """.formatted(
                            name, keycloak.realmUrl(), keycloak.certificate().indent(8)))
                    .succeeded();
        }
        apply(SamlClient.CONNECTOR, SamlClient.connector(keycloak)).succeeded();
        apply("directory", """
                kind: auth_connector
                version: v1
                metadata:
                  name: directory
                spec:
                  display: Company directory
                  ldap: {}
                  attributes_to_roles:
                    - {attribute: groups, value: ldap-dev, roles: [access]}
                  traits:
                    groups: groups
                    mail: mail
                """).succeeded();
        apply("tickets", """
                kind: auth_connector
                version: v1
                metadata:
                  name: tickets
                spec:
                  display: Kerberos
                  kerberos:
                    realm: %s
                  attributes_to_roles:
                    - {attribute: realm, value: %s, roles: [access]}
                """.formatted(KerberosRealm.REALM, KerberosRealm.REALM))
                .succeeded();
        apply("tickets-with-groups", """
                kind: auth_connector
                version: v1
                metadata:
                  name: tickets-with-groups
                spec:
                  kerberos:
                    realm: %s
                    directory: sallyport-ldap
                  attributes_to_roles:
                    - {attribute: groups, value: ldap-dev, roles: [auditor]}
                """.formatted(KerberosRealm.REALM)).succeeded();
    }

    private static String realm(String redirects) {
        return """
                {
                  "realm": "staff", "enabled": true, "sslRequired": "all",
                  "groups": [{"name": "dev"}, {"name": "watch-eu"}, {"name": "guests"}],
                  "clients": [%1$s, %2$s, %7$s],
                  "users": [
                    %3$s, %4$s, %5$s, %6$s, %8$s
                  ]
                }
                """.formatted(
                        client("corp", redirects, ""),
                        client("other-audience", redirects, """
                                , {"name": "aud", "protocol": "openid-connect",
                                   "protocolMapper": "oidc-hardcoded-claim-mapper",
                                   "config": {"claim.name": "aud", "claim.value": "somebody-else", "jsonType.label": "String",
                                              "id.token.claim": "true", "access.token.claim": "true"}}
                                """),
                        user("kay", "true", "dev", "watch-eu"),
                        user("una", "true", "guests"),
                        user("dis", "false", "dev"),
                        user("admin", "true", "dev"),
                        SamlClient.client(redirects),
                        // not kay: a name belongs to one connector at a time
                        user("sam", "true", "dev", "watch-eu"));
    }

    private static String client(String id, String redirects, String mappers) {
        return """
                {"clientId": "%1$s", "enabled": true, "publicClient": false, "secret": "%2$s",
                 "protocol": "openid-connect", "standardFlowEnabled": true, "redirectUris": ["%3$s%1$s/callback"],
                 "attributes": {"pkce.code.challenge.method": "S256"},
                 "protocolMappers": [
                   {"name": "groups", "protocol": "openid-connect", "protocolMapper": "oidc-group-membership-mapper",
                    "config": {"claim.name": "groups", "full.path": "false", "id.token.claim": "true"}}%4$s]}
                """.formatted(id, SECRET, redirects, mappers);
    }

    private static String user(String name, String enabled, String... groups) {
        return """
                {"username": "%1$s", "enabled": %2$s, "email": "%1$s@example.org", "emailVerified": true,
                 "firstName": "%1$s", "lastName": "Test", "groups": ["%3$s"],
                 "credentials": [{"type": "password", "value": "%4$s"}]}
                """.formatted(name, enabled, String.join("\", \"", groups), PASSWORD);
    }

    private void close(TestNetwork network) {
        keycloak.close();
        kerberos.close();
        ldap.close();
        network.close();
    }

    @Override
    public void close() {
        Programs.write(Programs.root().resolve("tests/target/logs/keycloak.log"), keycloak.tail());
        keycloak.close();
        kerberos.close();
        ldap.close();
        cluster.close();
    }

    /** Gives test methods the one world of the run. */
    static final class Extension implements ParameterResolver {
        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SsoWorld.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SsoWorld.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent(SsoWorld.class, key -> new SsoWorld(), SsoWorld.class);
        }
    }
}
