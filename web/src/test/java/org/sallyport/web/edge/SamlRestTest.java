package org.sallyport.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.mock.MockHttpRequest;
import org.jboss.resteasy.mock.MockHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider's page posts a form here: no header of ours comes with it, and only the one cookie. */
class SamlRestTest {
    private static final String FORM = "SAMLResponse=good&RelayState=state";

    private final RestInProcess rest = new RestInProcess();

    @Test
    void departureLeavesACookieThatComesBackWithAPostAndNowhereElse() {
        NewCookie cookie = cookie(get("/v1/sso/corp/begin"), "sallyport_saml");
        assertThat(cookie.getSameSite()).isEqualTo(NewCookie.SameSite.NONE);
        assertThat(cookie.getPath()).isEqualTo("/api/v1/sso/corp/acs");
        assertThat(cookie.isSecure()).isTrue();
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getMaxAge()).isEqualTo(600);
        NewCookie linked = cookie(get("/v1/sso/oidc/begin"), "sallyport_sso");
        assertThat(linked.getSameSite()).isEqualTo(NewCookie.SameSite.LAX);
    }

    @Test
    void postedResponseOpensTheSession() {
        MockHttpResponse answer = post("/v1/sso/corp/acs", FORM, "sealed");

        assertThat(answer.getStatus()).isEqualTo(303);
        assertThat(answer.getOutputHeaders().getFirst("Location")).hasToString("/#/nodes");
        assertThat(cookie(answer, "sallyport_session").getValue()).isEqualTo("token-x");
        assertThat(cookie(answer, "sallyport_saml").getMaxAge()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SAMLResponse=good",
                "RelayState=state",
                "SAMLResponse=bad&RelayState=state",
                "SAMLResponse=good&SAMLResponse=good&RelayState=state",
                "SAMLResponse=good&RelayState=other"
            })
    void otherFormsAreRefusedOnAPageOfTheConsole(String form) {
        MockHttpResponse answer = post("/v1/sso/corp/acs", form, "sealed");

        assertThat(answer.getStatus()).isEqualTo(303);
        assertThat(answer.getOutputHeaders().getFirst("Location")).hasToString("/#/refused");
        assertThat(answer.getNewCookies()).noneMatch(each -> each.getName().equals("sallyport_session"));
        assertThat(cookie(answer, "sallyport_saml").getMaxAge()).isZero();
    }

    @Test
    void longFormsAndOthersBrowsersAreRefused() {
        String place = "/v1/sso/corp/acs";
        assertRefused(post(place, "SAMLResponse=" + "g".repeat(300_000) + "&RelayState=state", "sealed"));
        assertRefused(post(place, FORM, ""));
        assertRefused(post(place, FORM, "s".repeat(5000)));
        assertThat(post(place, "x".repeat(BodyFilter.MAX_BYTES + 1), "sealed").getStatus())
                .isEqualTo(413);
    }

    @Test
    void nameOfAConnectorWritesNothingIntoTheCookie() {
        MockHttpResponse answer = post("/v1/sso/x%3B%20Domain=example.org/acs", FORM, "");
        assertThat(cookie(answer, "sallyport_saml").getPath()).isEqualTo("/api/v1/sso");
    }

    @Test
    void metadataIsXml() {
        MockHttpResponse answer = get("/v1/sso/corp/metadata");
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getOutputHeaders().getFirst("Content-Type").toString())
                .startsWith("application/samlmetadata+xml");
    }

    private static void assertRefused(MockHttpResponse answer) {
        assertThat(answer.getOutputHeaders().getFirst("Location")).hasToString("/#/refused");
    }

    private MockHttpResponse get(String path) {
        try {
            return rest.invoke(MockHttpRequest.get(path).content(new byte[0]));
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private MockHttpResponse post(String path, String form, String trip) {
        try {
            MockHttpRequest request = MockHttpRequest.post(path)
                    .contentType(MediaType.APPLICATION_FORM_URLENCODED_TYPE)
                    .content(form.getBytes(StandardCharsets.US_ASCII));
            return rest.invoke(trip.isEmpty() ? request : request.cookie("sallyport_saml", trip));
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static NewCookie cookie(MockHttpResponse answer, String name) {
        return answer.getNewCookies().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
