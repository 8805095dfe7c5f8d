package org.sallyport.ejb.sso;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.OidcSettings;
import org.sallyport.api.resource.Resource;
import org.wildfly.security.http.oidc.HttpClientBuilder;
import org.wildfly.security.http.oidc.OidcClientConfiguration;
import org.wildfly.security.http.oidc.OidcClientConfigurationBuilder;
import org.wildfly.security.http.oidc.OidcJsonConfiguration;

/** Elytron's OIDC clients, one per connector and revision: discovery, the provider's keys, the way to it. */
@ApplicationScoped
public class OidcProviders {
    private static final int SECONDS = 10;

    private final UnaryOperator<String> properties;
    private final Map<String, Known> clients = new ConcurrentHashMap<>();

    private record Known(long revision, OidcClientConfiguration client) {}

    public OidcProviders() {
        this(System::getProperty);
    }

    public OidcProviders(UnaryOperator<String> properties) {
        this.properties = properties;
    }

    /** @throws SallyportException SSO_UNAVAILABLE when the provider does not say where it is to be asked */
    OidcClientConfiguration of(Resource<AuthConnectorSpec> connector) {
        OidcSettings settings = connector.spec().oidc().orElseThrow();
        OidcClientConfiguration client = clients.compute(
                        connector.name(),
                        (name, known) -> known != null && known.revision() == connector.revision()
                                ? known
                                : new Known(connector.revision(), client(name, settings)))
                .client();
        // asks the provider until it has answered once
        if (client.getAuthUrl() == null || client.getTokenUrl() == null || client.getJwksUrl() == null) {
            throw unavailable(connector.name(), settings, null);
        }
        String issuer = client.getIssuerUrl();
        if (issuer == null || !strip(issuer).equals(settings.providerUrl())) {
            throw new SallyportException(
                    ErrorCode.SSO_UNAVAILABLE,
                    "Single sign-on by " + connector.name() + ": the provider at " + settings.providerUrl()
                            + " calls itself another issuer; correct spec.oidc.provider_url");
        }
        return client;
    }

    static SallyportException unavailable(String connector, OidcSettings settings, Exception cause) {
        return new SallyportException(
                ErrorCode.SSO_UNAVAILABLE,
                "Single sign-on by " + connector + ": the provider at " + settings.providerUrl()
                        + " does not answer this server; try again, and if it stays so tell an administrator (network,"
                        + " spec.oidc.provider_url, spec.oidc.trusted_certificates)",
                String.valueOf(cause),
                cause);
    }

    private OidcClientConfiguration client(String name, OidcSettings settings) {
        OidcJsonConfiguration json = new OidcJsonConfiguration();
        json.setProviderUrl(settings.providerUrl());
        json.setClientId(settings.clientId());
        json.setTokenSignatureAlgorithm(settings.signatureAlgorithm());
        String secret = properties.apply("sallyport.sso." + name + ".client-secret");
        if (secret == null || secret.isBlank()) {
            json.setPublicClient(true);
        } else {
            json.setCredentials(Map.of("secret", secret));
        }
        OidcClientConfiguration client = OidcClientConfigurationBuilder.build(json);
        HttpClientBuilder http = new HttpClientBuilder()
                .setSocketTimeout(SECONDS, TimeUnit.SECONDS)
                .setEstablishConnectionTimeout(SECONDS, TimeUnit.SECONDS)
                .setConnectionTimeToLive(1, TimeUnit.MINUTES);
        if (!settings.trustedCertificates().isEmpty()) {
            http.setTrustStore(trust(name, settings.trustedCertificates()));
        }
        client.setClient(http.build());
        return client;
    }

    private static KeyStore trust(String connector, String pem) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int count = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
                store.setCertificateEntry("trusted-" + count++, certificate);
            }
            return store;
        } catch (GeneralSecurityException | IOException malformed) {
            throw new SallyportException(
                    ErrorCode.SSO_UNAVAILABLE,
                    "Single sign-on by " + connector + ": spec.oidc.trusted_certificates holds no PEM certificates;"
                            + " correct it",
                    malformed.toString(),
                    malformed);
        }
    }

    private static String strip(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
