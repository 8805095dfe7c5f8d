package org.sallyport.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ejb.EJBException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jboss.resteasy.mock.MockHttpRequest;
import org.jboss.resteasy.mock.MockHttpResponse;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;

/** Filters, mappers and resources together in the RESTEasy that WildFly carries, on fakes of the services. */
class RestTest {
    private static final String ROLE =
            "{\"kind\":\"role\",\"version\":\"v1\",\"metadata\":{\"name\":\"dev\"},\"spec\":{}}";

    private final RestInProcess rest = new RestInProcess();
    private final String token =
            rest.logins.sessionOf(new Caller.User("alice", List.of("access"), Map.of(), "192.0.2.1"));

    @Test
    void withoutALoginEverythingElseIsRefusedAndToldHow() {
        MockHttpResponse answer = get("/v1/whoami", request -> request);
        assertProblem(answer, 401, ErrorCode.NOT_LOGGED_IN);
        assertThat(answer.getOutputHeaders().getFirst("WWW-Authenticate").toString())
                .startsWith("Bearer");
    }

    @Test
    void bearerTokenAndCookieBothProveTheCaller() throws Exception {
        MockHttpResponse byToken = get("/v1/whoami", this::withToken);
        MockHttpResponse byCookie = get("/v1/whoami", request -> request.cookie("sallyport_session", token));
        assertThat(json(byToken).get("user").asText()).isEqualTo("alice");
        assertThat(byCookie.getContentAsString()).isEqualTo(byToken.getContentAsString());
    }

    @Test
    void changeByCookieNeedsTheCsrfHeaderAndChangeByTokenDoesNot() {
        UnaryOperator<MockHttpRequest> cookie = request -> request.cookie("sallyport_session", token);
        assertProblem(send("DELETE", "/v1/session", "", cookie), 403, ErrorCode.ACCESS_DENIED);
        UnaryOperator<MockHttpRequest> header = request -> cookie.apply(request).header("X-Sallyport-Csrf", "1");
        MockHttpResponse out = send("DELETE", "/v1/session", "", header);
        assertThat(out.getStatus()).isEqualTo(204);
        assertProblem(send("DELETE", "/v1/session", "", this::withToken), 401, ErrorCode.NOT_LOGGED_IN);
    }

    @Test
    void webSessionSetsACookieThatScriptsAndOtherSitesDoNotGet() throws Exception {
        MockHttpResponse answer =
                send("POST", "/v1/web/session", "{\"user\":\"bob\",\"password\":\"bob\"}", request -> request);
        assertThat(json(answer).get("user").asText()).isEqualTo("bob");
        NewCookie cookie = answer.getNewCookies().get(0);
        assertThat(cookie.getName()).isEqualTo("sallyport_session");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.isSecure()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo(NewCookie.SameSite.STRICT);
        assertThat(answer.getContentAsString()).doesNotContain("token-");
    }

    @Test
    void refusalsCarryTheMessageAndNeverTheDetails() throws Exception {
        MockHttpResponse answer =
                send("POST", "/v1/login", "{\"user\":\"bob\",\"password\":\"x\"}", request -> request);
        assertProblem(answer, 401, ErrorCode.BAD_CREDENTIALS);
        assertThat(answer.getContentAsString()).doesNotContain("no such user");
    }

    @Test
    void malformedBodiesAreProblemsOfTheCaller() {
        assertProblem(send("POST", "/v1/login", "{\"user\":", request -> request), 400, ErrorCode.INVALID_ARGUMENT);
        assertProblem(send("POST", "/v1/login", "{\"usr\":1}", request -> request), 400, ErrorCode.INVALID_ARGUMENT);
        assertProblem(send("POST", "/v1/login", "", request -> request), 400, ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void oversizedBodyIsRefusedBeforeItIsParsed() {
        String body = "x".repeat(BodyFilter.MAX_BYTES + 1);
        assertProblem(send("POST", "/v1/login", body, request -> request), 413, ErrorCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    void whatHttpItselfRefusesIsAProblemToo() {
        assertProblem(get("/v1/nope", this::withToken), 404, ErrorCode.NOT_FOUND);
        MockHttpResponse wrongMethod = send("PUT", "/v1/whoami", "{}", this::withToken);
        assertProblem(wrongMethod, 405, ErrorCode.UNSUPPORTED);
        assertThat(wrongMethod.getOutputHeaders().getFirst("Allow").toString()).contains("GET");
        UnaryOperator<MockHttpRequest> text = request -> {
            request.getMutableHeaders().putSingle("Content-Type", MediaType.TEXT_PLAIN);
            return request;
        };
        assertProblem(send("POST", "/v1/login", "x", text), 415, ErrorCode.UNSUPPORTED);
    }

    @Test
    void serviceFailureIsFoundUnderTheContainersWrapping() {
        EJBException wrapped = new EJBException(
                new IllegalStateException(new SallyportException(ErrorCode.ACCESS_DENIED, "Auth Service: no")));
        Response answer = new FailureMapper().toResponse(wrapped);
        assertThat(answer.getStatus()).isEqualTo(403);
        assertThat(answer.getEntity().toString()).contains("Auth Service: no");
    }

    @Test
    void unforeseenFailureTellsNothingOfItself() {
        Response answer = new FailureMapper().toResponse(new IllegalStateException("jdbc:secret"));
        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(answer.getEntity().toString()).doesNotContain("secret").contains("SALLY003000");
    }

    @Test
    void resourceHasItsRevisionAsTagAndChangesOnlyAtThatRevision() throws Exception {
        MockHttpResponse made = send("POST", "/v1/resources/role", ROLE, this::withToken);
        assertThat(made.getStatus()).isEqualTo(201);
        assertThat(made.getOutputHeaders().getFirst("ETag")).hasToString("\"1\"");
        assertThat(made.getOutputHeaders().getFirst("Location").toString()).endsWith("/v1/resources/role/dev");
        assertProblem(send("POST", "/v1/resources/role", ROLE, this::withToken), 409, ErrorCode.ALREADY_EXISTS);

        UnaryOperator<MockHttpRequest> atFirst = request -> withToken(request).header("If-Match", "\"1\"");
        assertThat(send("PUT", "/v1/resources/role/dev", ROLE, atFirst).getStatus())
                .isEqualTo(200);
        assertProblem(send("PUT", "/v1/resources/role/dev", ROLE, atFirst), 409, ErrorCode.STALE_REVISION);
        assertProblem(send("DELETE", "/v1/resources/role/dev", "", atFirst), 409, ErrorCode.STALE_REVISION);
        assertThat(send("PUT", "/v1/resources/role/dev", ROLE, this::withToken).getStatus())
                .isEqualTo(200);
        assertThat(send("DELETE", "/v1/resources/roles/dev", "", this::withToken)
                        .getStatus())
                .isEqualTo(204);
    }

    @Test
    void mistakeInAResourceIsToldWithPathAndLine() throws Exception {
        String document =
                "{\"kind\":\"token\",\"version\":\"v1\",\"metadata\":{\"name\":\"t\"},\n\"spec\":{\"servces\":[]}}";
        MockHttpResponse answer = send("POST", "/v1/resources/token", document, this::withToken);
        assertProblem(answer, 400, ErrorCode.INVALID_RESOURCE);
        assertThat(json(answer).get("detail").asText()).contains("spec.servces", "line 2");
        assertProblem(send("POST", "/v1/resources/token", "", this::withToken), 400, ErrorCode.INVALID_RESOURCE);
    }

    @Test
    void pathAndDocumentMustNameTheSameResource() {
        assertProblem(send("PUT", "/v1/resources/role/ops", ROLE, this::withToken), 400, ErrorCode.INVALID_ARGUMENT);
        assertProblem(send("PUT", "/v1/resources/token/dev", ROLE, this::withToken), 400, ErrorCode.INVALID_ARGUMENT);
        assertProblem(get("/v1/resources/nope", this::withToken), 404, ErrorCode.NOT_FOUND);
    }

    private MockHttpRequest withToken(MockHttpRequest request) {
        return request.header("Authorization", "Bearer " + token);
    }

    private MockHttpResponse get(String path, UnaryOperator<MockHttpRequest> with) {
        return send("GET", path, "", with);
    }

    private MockHttpResponse send(String method, String path, String body, UnaryOperator<MockHttpRequest> with) {
        try {
            MockHttpRequest request = MockHttpRequest.create(method, path);
            request.content(body.getBytes(StandardCharsets.UTF_8));
            if (!"GET".equals(method) && !"DELETE".equals(method)) {
                request.contentType(MediaType.APPLICATION_JSON_TYPE);
            }
            return rest.invoke(with.apply(request));
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void assertProblem(MockHttpResponse answer, int status, ErrorCode code) {
        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(answer.getOutputHeaders().getFirst("Content-Type")).hasToString("application/problem+json");
        assertThat(json(answer).get("code").asInt()).isEqualTo(code.number());
        assertThat(json(answer).get("status").asInt()).isEqualTo(status);
    }

    private JsonNode json(MockHttpResponse answer) {
        try {
            return rest.json.readTree(answer.getContentAsString());
        } catch (Exception malformed) {
            throw new AssertionError("no JSON", malformed);
        }
    }
}
