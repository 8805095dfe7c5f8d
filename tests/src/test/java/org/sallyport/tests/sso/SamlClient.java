package org.sallyport.tests.sso;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keycloak as a SAML provider: the client that it knows us by, and the connector that trusts it. */
final class SamlClient {
    static final String CONNECTOR = "corp-saml";

    private static final Pattern CERTIFICATE = Pattern.compile("<ds:X509Certificate>([^<]+)</ds:X509Certificate>");

    private SamlClient() {}

    /** For Keycloak's realm. @param connectors the address below which connectors are */
    static String client(String connectors) {
        return """
                {"clientId": "%1$s%2$s/metadata", "enabled": true, "protocol": "saml", "frontchannelLogout": true,
                 "redirectUris": ["%1$s%2$s/acs"],
                 "attributes": {
                   "saml.assertion.signature": "true", "saml.server.signature": "false", "saml.client.signature": "false",
                   "saml.signature.algorithm": "RSA_SHA256", "saml.authnstatement": "true", "saml.encrypt": "false",
                   "saml.force.post.binding": "true", "saml_name_id_format": "username",
                   "saml_assertion_consumer_url_post": "%1$s%2$s/acs"},
                 "protocolMappers": [
                   {"name": "groups", "protocol": "saml", "protocolMapper": "saml-group-membership-mapper",
                    "config": {"attribute.name": "groups", "attribute.nameformat": "Basic", "single": "true",
                               "full.path": "false"}}]}
                """.formatted(connectors, CONNECTOR);
    }

    static String connector(KeycloakServer keycloak) {
        return """
                kind: auth_connector
                version: v1
                metadata:
                  name: %1$s
                spec:
                  display: Staff by SAML
                  saml:
                    sso_url: %2$s/protocol/saml
                    entity_id: %2$s
                    certificates: |
                %3$s
                  attributes_to_roles:
                    - {attribute: groups, value: dev, roles: [access]}
                    - {attribute: groups, value: watch-*, roles: [auditor]}
                  traits:
                    groups: groups
                """.formatted(
                        CONNECTOR,
                        keycloak.realmUrl(),
                        certificate(keycloak.samlDescriptor()).indent(6));
    }

    private static String certificate(String descriptor) {
        Matcher found = CERTIFICATE.matcher(descriptor);
        if (!found.find()) {
            throw new AssertionError("no certificate in " + descriptor);
        }
        String lines = found.group(1).strip().replaceAll("(.{64})", "$1\n");
        return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
    }
}
