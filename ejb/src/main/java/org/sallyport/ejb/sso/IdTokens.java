package org.sallyport.ejb.sso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.OidcSettings;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.sso.Attested;
import org.sallyport.core.sso.ConnectorMapping;
import org.wildfly.security.http.oidc.AccessAndIDTokenResponse;
import org.wildfly.security.http.oidc.OidcClientConfiguration;
import org.wildfly.security.http.oidc.ServerRequest;

/**
 * From the provider's code to what it says of the person. Elytron redeems the code and keeps the provider's keys; the ID
 * token is checked here by OpenID Connect Core 3.1.3.7.
 */
@ApplicationScoped
public class IdTokens {
    /** How far a provider's clock may be off. */
    static final Duration SKEW = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = Json.jsonMapper();
    /** Of the protocol, not of the person. */
    private static final Set<String> TECHNICAL = Set.of(
            "iss",
            "aud",
            "azp",
            "exp",
            "iat",
            "nbf",
            "jti",
            "nonce",
            "at_hash",
            "c_hash",
            "s_hash",
            "sid",
            "typ",
            "acr",
            "amr",
            "auth_time",
            "session_state");

    private final Clock clock;

    /** What is redeemed. */
    record Code(String code, String redirectUri, String verifier, String nonce) {}

    /** For the container's proxy. */
    protected IdTokens() {
        this(null);
    }

    @Inject
    public IdTokens(Clock clock) {
        this.clock = clock;
    }

    Attested redeem(String connector, OidcSettings settings, OidcClientConfiguration provider, Code code) {
        AccessAndIDTokenResponse answer = exchange(connector, settings, provider, code);
        if (answer.getIDToken() == null) {
            throw ConnectorMapping.refusal(
                    connector, "the provider sent no ID token", "have the client allowed the scope openid");
        }
        JwtClaims token = verified(connector, settings, provider, answer.getIDToken());
        if (!Secrets.equal(String.valueOf(token.getClaimValue("nonce")), code.nonce())) {
            throw ConnectorMapping.refusal(
                    connector, "the ID token is for another login (nonce)", "begin again, in one window");
        }
        requireForUs(connector, settings, token);
        JsonNode claims = claims(connector, answer.getIDToken());
        return new Attested(user(connector, settings, claims), attributes(claims));
    }

    private static AccessAndIDTokenResponse exchange(
            String connector, OidcSettings settings, OidcClientConfiguration provider, Code code) {
        try {
            return ServerRequest.invokeAccessCodeToToken(provider, code.code(), code.redirectUri(), code.verifier());
        } catch (ServerRequest.HttpFailure refused) {
            throw new SallyportException(
                    org.sallyport.api.error.ErrorCode.SSO_REFUSED,
                    "Single sign-on by " + connector + ": the provider did not accept the code (HTTP "
                            + refused.getStatus()
                            + "); begin again, and if it stays so have client_id, client secret and redirect URI checked",
                    refused.getError(),
                    refused);
        } catch (IOException unreachable) {
            throw OidcProviders.unavailable(connector, settings, unreachable);
        }
    }

    /** Elytron's own validator would also read the access token, which is nobody's business but the provider's. */
    private JwtClaims verified(
            String connector, OidcSettings settings, OidcClientConfiguration provider, String idToken) {
        try {
            return new JwtConsumerBuilder()
                    .setExpectedIssuer(provider.getIssuerUrl())
                    .setExpectedAudience(settings.clientId())
                    .setRequireExpirationTime()
                    .setRequireIssuedAt()
                    .setRequireSubject()
                    .setAllowedClockSkewInSeconds((int) SKEW.toSeconds())
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                    .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                            AlgorithmConstraints.ConstraintType.PERMIT, settings.signatureAlgorithm()))
                    .setVerificationKeyResolver((signature, outer) ->
                            provider.getPublicKeyLocator().getPublicKey(signature.getKeyIdHeaderValue(), provider))
                    .build()
                    .processToClaims(idToken);
        } catch (InvalidJwtException invalid) {
            throw new SallyportException(
                    org.sallyport.api.error.ErrorCode.SSO_REFUSED,
                    "Single sign-on by " + connector + ": the ID token is not good: " + reason(invalid),
                    // without the token itself, which the message has
                    String.valueOf(invalid.getErrorDetails()),
                    invalid);
        }
    }

    private static String reason(InvalidJwtException invalid) {
        if (invalid.hasErrorCode(ErrorCodes.EXPIRED)) {
            return "it has expired; compare the clocks of provider and server";
        }
        if (invalid.hasErrorCode(ErrorCodes.NOT_YET_VALID)
                || invalid.hasErrorCode(ErrorCodes.ISSUED_AT_INVALID_FUTURE)) {
            return "it is not valid yet; compare the clocks of provider and server";
        }
        if (invalid.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || invalid.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return "it is for another audience; have the client's audience mappers checked";
        }
        if (invalid.hasErrorCode(ErrorCodes.ISSUER_INVALID) || invalid.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return "it comes from another issuer; correct spec.oidc.provider_url";
        }
        if (invalid.hasErrorCode(ErrorCodes.SIGNATURE_INVALID) || invalid.hasErrorCode(ErrorCodes.SIGNATURE_MISSING)) {
            return "its signature is wrong; tell an administrator";
        }
        if (invalid.getCause() instanceof JoseException) {
            return "it is not signed with a key that the provider publishes; tell an administrator";
        }
        return "a claim in it is wrong or missing; tell an administrator (the server's log has more)";
    }

    /** Authorised party (OpenID Connect Core 3.1.3.7), and issued by now: expiry alone would let a clock ahead give more. */
    private void requireForUs(String connector, OidcSettings settings, JwtClaims token) {
        Object party = token.getClaimValue("azp");
        if (party != null && !party.equals(settings.clientId())) {
            throw ConnectorMapping.refusal(
                    connector,
                    "the ID token is not good: it was made for another party (azp)",
                    "have the client's mappers checked");
        }
        if (!(token.getClaimValue("iat") instanceof Number issued)
                || Instant.ofEpochSecond(issued.longValue())
                        .isAfter(clock.instant().plus(SKEW))) {
            throw ConnectorMapping.refusal(
                    connector,
                    "the ID token is not good: it was issued in the future",
                    "compare the clocks of provider and server");
        }
    }

    private static String user(String connector, OidcSettings settings, JsonNode claims) {
        String name = claims.path(settings.userClaim()).asText("");
        if (name.isEmpty()) {
            throw ConnectorMapping.refusal(
                    connector,
                    "the ID token has no claim '" + settings.userClaim() + "'",
                    "correct spec.oidc.user_claim, or have the provider send it");
        }
        // anybody may write somebody else's address into an account of his own
        if (settings.userClaim().equals("email")
                && !claims.path("email_verified").asBoolean(false)) {
            throw ConnectorMapping.refusal(
                    connector,
                    "the provider has not verified this person's email address",
                    "verify the address at the provider");
        }
        return name;
    }

    private static JsonNode claims(String connector, String idToken) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(idToken.split("\\.")[1]));
        } catch (IOException | RuntimeException impossible) {
            throw new SallyportException(
                    org.sallyport.api.error.ErrorCode.SSO_REFUSED,
                    "Single sign-on by " + connector + ": the ID token cannot be read; tell an administrator",
                    "",
                    impossible);
        }
    }

    private static Map<String, List<String>> attributes(JsonNode claims) {
        Map<String, List<String>> attributes = new TreeMap<>();
        claims.properties().forEach(claim -> {
            if (!TECHNICAL.contains(claim.getKey())) {
                collect(claim.getKey(), claim.getValue(), attributes);
            }
        });
        return attributes;
    }

    /** Claims within claims by their path, such as {@code realm_access.roles}. */
    private static void collect(String name, JsonNode value, Map<String, List<String>> attributes) {
        if (value.isObject()) {
            value.properties().forEach(inner -> collect(name + "." + inner.getKey(), inner.getValue(), attributes));
        } else if (value.isArray()) {
            value.forEach(each -> collect(name, each, attributes));
        } else if (!value.isNull() && !value.asText().isEmpty()) {
            attributes.computeIfAbsent(name, any -> new ArrayList<>()).add(value.asText());
        }
    }
}
