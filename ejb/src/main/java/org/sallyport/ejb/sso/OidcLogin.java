package org.sallyport.ejb.sso;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.OidcSettings;
import org.sallyport.api.resource.Resource;
import org.sallyport.core.keys.Pkce;
import org.sallyport.core.sso.Attested;
import org.sallyport.core.sso.ConnectorMapping;
import org.sallyport.core.sso.SsoService;
import org.wildfly.security.http.oidc.OidcClientConfiguration;

/** The authorisation code flow with PKCE, state and nonce (OpenID Connect Core 3.1, RFC 9700). */
@ApplicationScoped
public class OidcLogin {
    private final OidcProviders providers;
    private final IdTokens tokens;
    private final Trips trips;

    /** For the container's proxy. */
    protected OidcLogin() {
        this(null, null, null);
    }

    @Inject
    public OidcLogin(OidcProviders providers, IdTokens tokens, Trips trips) {
        this.providers = providers;
        this.tokens = tokens;
        this.trips = trips;
    }

    SsoService.Departure begin(Resource<AuthConnectorSpec> connector, String next, String test) {
        OidcSettings settings = settings(connector);
        OidcClientConfiguration provider = providers.of(connector);
        Trips.Trip trip = trips.begin(connector.name(), next, test);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", settings.clientId());
        query.put("redirect_uri", redirectUri(connector.name()));
        query.put("scope", "openid " + String.join(" ", settings.scopes()));
        query.put("state", trip.state());
        query.put("nonce", trip.nonce());
        query.put("code_challenge", Pkce.challenge(trip.verifier()));
        query.put("code_challenge_method", "S256");
        String separator = provider.getAuthUrl().contains("?") ? "&" : "?";
        return new SsoService.Departure(
                provider.getAuthUrl() + separator + encoded(query), trips.sealed(trip), trip.expires(), false);
    }

    Attested redeem(Resource<AuthConnectorSpec> connector, Trips.Trip trip, SsoService.Return answer) {
        OidcSettings settings = settings(connector);
        OidcClientConfiguration provider = providers.of(connector);
        if (!answer.error().isEmpty()) {
            throw ConnectorMapping.refusal(
                    connector.name(),
                    "the provider says " + ProviderWords.printable(answer.error())
                            + (answer.errorDescription().isEmpty()
                                    ? ""
                                    : " (" + ProviderWords.printable(answer.errorDescription()) + ")"),
                    "ask whoever runs the provider");
        }
        // RFC 9207: an answer of another provider must not be redeemed here
        if (!answer.issuer().isEmpty() && !answer.issuer().equals(provider.getIssuerUrl())) {
            throw ConnectorMapping.refusal(
                    connector.name(),
                    "the answer comes from another issuer",
                    "begin again; if it stays, tell an administrator");
        }
        return tokens.redeem(
                connector.name(),
                settings,
                provider,
                new IdTokens.Code(answer.code(), redirectUri(connector.name()), trip.verifier(), trip.nonce()));
    }

    private static OidcSettings settings(Resource<AuthConnectorSpec> connector) {
        return connector
                .spec()
                .oidc()
                .orElseThrow(() -> ConnectorMapping.refusal(
                        connector.name(), "it does not go through a provider's page", "choose it on the login page"));
    }

    private String redirectUri(String connector) {
        return trips.address(connector) + "/callback";
    }

    private static String encoded(Map<String, String> query) {
        return query.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
