package org.sallyport.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.mock.MockHttpRequest;
import org.jboss.resteasy.mock.MockHttpResponse;
import org.junit.jupiter.api.Test;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.PasswordChange;
import org.sallyport.core.caller.Caller;

class AccountRestTest {
    private static final String CHANGE = "{\"old_password\":\"one\",\"new_password\":\"another\"}";

    private final RestInProcess rest = new RestInProcess();
    private final String token =
            rest.logins.sessionOf(new Caller.User("alice", List.of("access"), Map.of(), "192.0.2.1"));

    @Test
    void passwordIsChangedWithTheSecondFactorOfTheHeader() throws Exception {
        String shown = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"totp\":\"123456\"}".getBytes(StandardCharsets.UTF_8));
        MockHttpRequest request = withToken(MockHttpRequest.put("/v1/password"))
                .header("X-Sallyport-Mfa", shown)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .content(CHANGE.getBytes(StandardCharsets.UTF_8));
        assertThat(json(rest.invoke(request)).get("ended").asInt()).isEqualTo(1);
        assertThat(rest.account.changes).containsExactly(new PasswordChange("one", "another"));
        assertThat(rest.account.answers).containsExactly(MfaAnswer.totp("123456"));
    }

    @Test
    void nobodyChangesAPasswordWithoutALoginNorByACookieAlone() throws Exception {
        assertThat(rest.invoke(MockHttpRequest.put("/v1/password")
                                .contentType(MediaType.APPLICATION_JSON_TYPE)
                                .content(CHANGE.getBytes(StandardCharsets.UTF_8)))
                        .getStatus())
                .isEqualTo(401);
        assertThat(rest.invoke(MockHttpRequest.put("/v1/password")
                                .cookie("sallyport_session", token)
                                .contentType(MediaType.APPLICATION_JSON_TYPE)
                                .content(CHANGE.getBytes(StandardCharsets.UTF_8)))
                        .getStatus())
                .isEqualTo(403);
        assertThat(rest.account.changes).isEmpty();
    }

    @Test
    void sessionsAreListedWithoutTheirTokens() throws Exception {
        MockHttpResponse answer = rest.invoke(withToken(MockHttpRequest.get("/v1/login-sessions")));
        JsonNode first = json(answer).get(0);
        assertThat(first.get("current").asBoolean()).isTrue();
        assertThat(first.get("device").asText()).isEqualTo("phone");
        assertThat(answer.getContentAsString()).doesNotContain(token);
    }

    @Test
    void endOfTheOwnOneTakesItsCookieAway() throws Exception {
        MockHttpResponse other = rest.invoke(withToken(MockHttpRequest.delete("/v1/login-sessions/other")));
        assertThat(other.getStatus()).isEqualTo(204);
        assertThat(other.getNewCookies()).isEmpty();
        MockHttpResponse own = rest.invoke(withToken(MockHttpRequest.delete("/v1/login-sessions/own")));
        assertThat(own.getStatus()).isEqualTo(204);
        assertThat(own.getNewCookies().get(0).getMaxAge()).isZero();
        assertThat(rest.invoke(withToken(MockHttpRequest.delete("/v1/login-sessions/none")))
                        .getStatus())
                .isEqualTo(404);
        MockHttpResponse all = rest.invoke(withToken(MockHttpRequest.delete("/v1/login-sessions")));
        assertThat(json(all).get("ended").asInt()).isEqualTo(1);
    }

    private MockHttpRequest withToken(MockHttpRequest request) {
        return request.content(new byte[0]).header("Authorization", "Bearer " + token);
    }

    private JsonNode json(MockHttpResponse answer) throws Exception {
        return rest.json.readTree(answer.getContentAsString());
    }
}
