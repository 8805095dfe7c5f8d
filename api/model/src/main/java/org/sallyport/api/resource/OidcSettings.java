package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;

/**
 * An OpenID Connect provider. The client's secret is no part of this: it is the server's system property
 * {@code sallyport.sso.<connector>.client-secret}; without one this is a public client, held by PKCE alone.
 *
 * @param providerUrl the issuer; {@code https}, or {@code http} on a loopback address
 * @param scopes besides {@code openid}; {@code profile} and {@code email} when left out
 * @param userClaim what names the user; {@code preferred_username} when left out. {@code email} counts only when the
 *     provider says that it is verified
 * @param signatureAlgorithm of ID tokens; {@code RS256} when left out
 * @param trustedCertificates PEM; the provider's CA when it is no public one
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OidcSettings(
        String providerUrl,
        String clientId,
        List<String> scopes,
        String userClaim,
        String signatureAlgorithm,
        String trustedCertificates) {
    private static final List<String> ALGORITHMS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    public OidcSettings {
        providerUrl = checkedUrl(providerUrl);
        if (clientId == null || clientId.isBlank() || clientId.length() > 256) {
            throw Specs.invalid("spec.oidc.client_id must have 1 to 256 characters");
        }
        scopes = scopes == null ? List.of("profile", "email") : Specs.names("spec.oidc.scopes", scopes);
        userClaim = userClaim == null || userClaim.isBlank() ? "preferred_username" : userClaim;
        signatureAlgorithm = signatureAlgorithm == null ? "RS256" : signatureAlgorithm;
        if (!ALGORITHMS.contains(signatureAlgorithm)) {
            throw Specs.invalid("spec.oidc.signature_algorithm must be one of " + String.join(", ", ALGORITHMS));
        }
        trustedCertificates = trustedCertificates == null ? "" : trustedCertificates;
    }

    private static String checkedUrl(String url) {
        try {
            URI parsed = URI.create(url == null ? "" : url);
            boolean loopback = "http".equals(parsed.getScheme()) && LOOPBACK.contains(parsed.getHost());
            boolean plain = parsed.getQuery() == null && parsed.getFragment() == null && parsed.getUserInfo() == null;
            if (parsed.getHost() != null && plain && (loopback || "https".equals(parsed.getScheme()))) {
                return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            }
        } catch (IllegalArgumentException malformed) {
            throw Specs.invalid("spec.oidc.provider_url is no URL");
        }
        throw Specs.invalid("spec.oidc.provider_url must be an https URL without query, such as"
                + " https://sso.example.org/realms/staff (http only on a loopback address)");
    }
}
