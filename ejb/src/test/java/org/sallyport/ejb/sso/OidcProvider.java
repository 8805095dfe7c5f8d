package org.sallyport.ejb.sso;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.sallyport.core.keys.Secrets;

/** An OpenID Connect provider that signs what a test tells it to. Keycloak would not: see OidcE2E for the real one. */
final class OidcProvider implements AutoCloseable {
    private final HttpServer server;
    private final RsaJsonWebKey key;
    private final Map<String, Map<String, String>> asked = new HashMap<>();
    private Consumer<JwtClaims> claims = any -> {};
    private Consumer<JsonWebSignature> signature = any -> {};
    private boolean answers = true;

    OidcProvider() {
        try {
            key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("k1");
            key.setUse("sig");
            key.setAlgorithm("RS256");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
            server.createContext(
                    "/.well-known/openid-configuration", exchange -> send(exchange, 200, """
                    {"issuer":"%1$s","authorization_endpoint":"%1$s/auth","token_endpoint":"%1$s/token","jwks_uri":"%1$s/keys"}\
                    """.formatted(url())));
            server.createContext("/keys", exchange -> send(exchange, 200, new JsonWebKeySet(key).toJson()));
            server.createContext("/token", this::token);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What the next tokens say besides the usual. */
    OidcProvider claims(Consumer<JwtClaims> change) {
        claims = change;
        return this;
    }

    OidcProvider signature(Consumer<JsonWebSignature> change) {
        signature = change;
        return this;
    }

    void refuseCodes() {
        answers = false;
    }

    /** The person is sent here and logs in. @return the query the browser comes back with */
    Map<String, String> logIn(String authorizationUrl) {
        Map<String, String> query = query(URI.create(authorizationUrl).getRawQuery());
        String code = Secrets.token();
        asked.put(code, query);
        return Map.of("code", code, "state", query.get("state"));
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = query(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> request = asked.remove(form.get("code"));
        if (!answers || request == null || !verified(form.get("code_verifier"), request.get("code_challenge"))) {
            send(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        try {
            String access = Secrets.token();
            send(
                    exchange,
                    200,
                    "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":60,\"id_token\":\"%s\"}"
                            .formatted(access, idToken(request)));
        } catch (JoseException e) {
            throw new IOException(e);
        }
    }

    private String idToken(Map<String, String> request) throws JoseException {
        JwtClaims usual = new JwtClaims();
        long now = Instant.now().getEpochSecond();
        usual.setIssuer(url());
        usual.setAudience(request.get("client_id"));
        usual.setSubject("4711");
        usual.setClaim("iat", now);
        usual.setClaim("exp", now + 60);
        usual.setClaim("nonce", request.get("nonce"));
        usual.setClaim("preferred_username", "ada");
        usual.setStringListClaim("groups", "dev", "staff");
        claims.accept(usual);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(usual.toJson());
        jws.setKey(key.getPrivateKey());
        jws.setKeyIdHeaderValue("k1");
        jws.setAlgorithmHeaderValue("RS256");
        signature.accept(jws);
        return jws.getCompactSerialization();
    }

    private static boolean verified(String verifier, String challenge) {
        return verifier != null
                && Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Secrets.sha256(verifier.getBytes(StandardCharsets.US_ASCII)))
                        .equals(challenge);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
