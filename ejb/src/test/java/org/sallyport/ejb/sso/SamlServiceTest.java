package org.sallyport.ejb.sso;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.rest.SsoTest;
import org.sallyport.api.rest.SsoTestRequest;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.sso.SsoService;
import org.sallyport.core.sso.SsoService.Arrival;
import org.sallyport.core.sso.SsoService.Departure;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;
import org.w3c.dom.Element;

/**
 * Single sign-on by SAML: the way there and back, and who it is. SamlConditionsTest has what a response must say,
 * SamlForgeryTest what is made out of signed ones.
 */
class SamlServiceTest {
    private static final String BASE = "/api/v1/sso/corp";

    private final SamlFixture saml = new SamlFixture();
    private final SamlProvider provider = saml.provider;

    @Test
    void whoComesBackWithAnAssertionIsHereWithItsAttributes() {
        provider.says(
                "attributes",
                SamlProvider.attribute("groups", "", "dev")
                        + SamlProvider.attribute("groups", "", " staff\n")
                        + SamlProvider.attribute("urn:oid:0.9.2342.19200300.100.1.3", " FriendlyName=\"mail\"", "a@b.c")
                        + SamlProvider.attribute("urn:oid:1", " FriendlyName=\"groups\"", "not these")
                        + SamlProvider.attribute("urn:oid:2", " FriendlyName=\"twice\"", "x")
                        + SamlProvider.attribute("urn:oid:3", " FriendlyName=\"twice\"", "y")
                        + SamlProvider.attribute("nothing", "", ""));
        Arrival arrival = saml.logIn();

        assertThat(arrival.next()).isEqualTo("approve/abc");
        Caller.User ada = saml.server.login.authenticate(
                SamlFixture.BROWSER, arrival.login().orElseThrow().token());
        assertThat(ada.name()).isEqualTo("ada");
        assertThat(ada.roles()).containsExactly("access");
        assertThat(ada.traits())
                .containsEntry("groups", List.of("dev", "staff"))
                .containsEntry("mail", List.of("a@b.c"))
                .containsEntry("urn:oid:1", List.of("not these"))
                .doesNotContainKeys("twice", "nothing");
        assertThat(saml.server.audit.of("user.login").getLast().fields())
                .containsEntry("connector", "corp")
                .containsEntry("protocol", "saml");
        assertThat(saml.service.connectors(SamlFixture.BROWSER).getFirst().method())
                .isEqualTo("redirect");
    }

    @Test
    void requestSaysWhoAsksAndWhereTo() throws Exception {
        Departure departure = saml.service.begin(SamlFixture.BROWSER, "corp", "", "");
        Element request = SamlProvider.request(departure.url());

        assertThat(departure.url()).startsWith("https://sso.example.org/saml?tenant=1&SAMLRequest=");
        assertThat(departure.posted()).isTrue();
        assertThat(request.getAttribute("ID")).matches("_[A-Za-z0-9_-]{43}");
        assertThat(request.getAttribute("Destination")).isEqualTo("https://sso.example.org/saml?tenant=1");
        assertThat(request.getAttribute("AssertionConsumerServiceURL"))
                .startsWith("https://")
                .endsWith(BASE + "/acs");
        assertThat(request.getAttribute("ProtocolBinding")).endsWith(":HTTP-POST");
        assertThat(SamlXml.text(
                        SamlXml.children(request, SamlXml.ASSERTION, "Issuer").getFirst()))
                .endsWith(BASE + "/metadata");
        assertThat(SamlXml.children(request, SamlXml.PROTOCOL, "NameIDPolicy")
                        .getFirst()
                        .getAttribute("AllowCreate"))
                .isEqualTo("true");
        assertThat(saml.service.begin(SamlFixture.BROWSER, "corp", "", "").url())
                .isNotEqualTo(departure.url());
    }

    @Test
    void metadataNamesUs() throws Exception {
        Element entity = SamlXml.parsed(saml.service
                        .metadata(SamlFixture.BROWSER, "corp")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .getDocumentElement();
        assertThat(entity.getAttribute("entityID")).endsWith(BASE + "/metadata");
        Element acs = SamlXml.children(SamlXml.children(entity).getFirst()).getFirst();
        assertThat(acs.getAttribute("Location")).endsWith(BASE + "/acs");
        Refused.with(ErrorCode.NOT_FOUND, () -> saml.service.metadata(SamlFixture.BROWSER, "nothing"));
    }

    @Test
    void refusalOfTheProviderIsToldInItsWords() {
        provider.says("assertion", "");
        provider.says(
                "status",
                "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Responder\">"
                        + "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:AuthnFailed\"/></samlp:StatusCode>"
                        + "<samlp:StatusMessage>not&#10;today</samlp:StatusMessage>");
        provider.signs();
        assertThat(saml.refused().userMessage()).contains("the provider says", "AuthnFailed", "not?today");
    }

    @Test
    void attributeMayNameTheUser() {
        saml.connect("corp", SamlProvider.certificate(SamlProvider.RSA), "uid");
        provider.says("name", "");
        assertThat(saml.refused().userMessage()).contains("0 values of the attribute 'uid'");
        String groups = SamlProvider.attribute("groups", "", "dev");
        provider.says("attributes", groups + SamlProvider.attribute("uid", "", "ada", "eve"));
        assertThat(saml.refused().userMessage()).contains("2 values");
        provider.says("attributes", groups + SamlProvider.attribute("uid", "", "grace"));
        assertThat(saml.logIn().login().orElseThrow().user()).isEqualTo("grace");
    }

    @Test
    void nameThatDoesNotLastNamesNobody() {
        provider.says(
                "name",
                SamlProvider.nameId("ada").replace("1.1:nameid-format:unspecified", "2.0:nameid-format:transient"));
        assertThat(saml.refused().userMessage()).contains("transient", "user_attribute");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root admin", "ada,root", "../x", "", "agent:1", "system"})
    void namesThatInjectAreRefused(String name) {
        provider.says("name", SamlProvider.nameId(name));
        saml.refused();
    }

    @Test
    void whoIsInNoMappedGroupIsRefused() {
        provider.says("attributes", SamlProvider.attribute("groups", "", "staff"));
        assertThat(saml.refused().userMessage()).contains("attributes_to_roles", "staff");
    }

    @Test
    void responseCountsOnceAndInTheBrowserThatAsked() {
        Departure departure = saml.service.begin(SamlFixture.BROWSER, "corp", "", "");
        SsoService.Posted posted = provider.logIn(departure.url());
        String other = saml.service.begin(SamlFixture.BROWSER, "corp", "", "").state();

        for (String cookie : List.of(other, "", "AAAA")) {
            Refused.with(ErrorCode.SSO_REFUSED, () -> complete(posted, cookie));
        }
        complete(posted, departure.state());
        SallyportException again = Refused.with(ErrorCode.SSO_REFUSED, () -> complete(posted, departure.state()));
        assertThat(again.userMessage()).contains("it was used already");
        assertThat(saml.server.audit.of("user.login.failed")).hasSize(4);
    }

    @Test
    void loginThatTakesTooLongIsRefused() {
        Departure departure = saml.service.begin(SamlFixture.BROWSER, "corp", "", "");
        saml.server.clock.advance(Duration.ofMinutes(11));
        SsoService.Posted posted = provider.logIn(departure.url());
        assertThat(Refused.with(ErrorCode.SSO_REFUSED, () -> complete(posted, departure.state()))
                        .userMessage())
                .contains("longer than 10 minutes");
    }

    @Test
    void answersOfOneProtocolAreNoneOfAnother() {
        Departure departure = saml.service.begin(SamlFixture.BROWSER, "corp", "", "");
        String state = provider.logIn(departure.url()).state();
        Refused.with(
                ErrorCode.SSO_REFUSED,
                () -> saml.service.complete(
                        SamlFixture.BROWSER,
                        "corp",
                        new SsoService.Return("code", state, "", "", ""),
                        departure.state()));
        saml.connect("other", SamlProvider.certificate(SamlProvider.RSA), "");
        SsoService.Posted posted = provider.logIn(departure.url());
        Refused.with(
                ErrorCode.SSO_REFUSED,
                () -> saml.service.complete(SamlFixture.BROWSER, "other", posted, departure.state()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no base64!", "PGE+", "bm8geG1s", "PFJlc3BvbnNlLz4="})
    void whatIsNoResponseIsRefused(String posted) {
        Departure departure = saml.service.begin(SamlFixture.BROWSER, "corp", "", "");
        String state = provider.logIn(departure.url()).state();
        Refused.with(ErrorCode.SSO_REFUSED, () -> complete(new SsoService.Posted(posted, state), departure.state()));
    }

    @Test
    void responsesAreBoundedInLengthAndDepth() {
        provider.written(text -> text.replace(
                "<samlp:Extensions/>", "<samlp:Extensions>" + "x".repeat(300_000) + "</samlp:Extensions>"));
        assertThat(saml.refused().userMessage()).contains("longer than");
        provider.written(text -> text.replace(
                "<samlp:Extensions/>",
                "<samlp:Extensions>" + "<a>".repeat(9000) + "</a>".repeat(9000) + "</samlp:Extensions>"));
        assertThat(saml.refused().userMessage()).contains("nested too deep");
    }

    @Test
    void testShowsWhatALoginWouldYieldAndLogsNobodyIn() {
        SsoTest waiting = saml.service.startTest(saml.server.admin(), "corp", new SsoTestRequest("", ""));
        assertThat(waiting.url()).contains("/api/v1/sso/corp/begin?test=");
        Departure departure = saml.service.begin(SamlFixture.BROWSER, "corp", "", waiting.id());
        Arrival arrival = complete(provider.logIn(departure.url()), departure.state());

        assertThat(arrival.login()).isEmpty();
        SsoTest.Outcome outcome =
                saml.service.test(saml.server.admin(), waiting.id()).outcome().orElseThrow();
        assertThat(outcome.allowed()).isTrue();
        assertThat(outcome.user()).isEqualTo("ada");
        assertThat(outcome.attributes()).isEqualTo(Map.of("groups", List.of("dev", "staff")));
        assertThat(saml.service.users(saml.server.admin())).isEmpty();
    }

    @Test
    void testShowsWhyALoginWouldBeRefused() {
        provider.signs();
        SsoTest waiting = saml.service.startTest(saml.server.admin(), "corp", new SsoTestRequest("", ""));
        Departure departure = saml.service.begin(SamlFixture.BROWSER, "corp", "", waiting.id());
        complete(provider.logIn(departure.url()), departure.state());

        SsoTest.Outcome outcome =
                saml.service.test(saml.server.admin(), waiting.id()).outcome().orElseThrow();
        assertThat(outcome.allowed()).isFalse();
        assertThat(outcome.refusal()).contains("not signed");
    }

    @Test
    void sessionsEndWithTheirConnector() {
        String token = saml.logIn().login().orElseThrow().token();
        saml.server.resources.delete(
                AuthServer.SYSTEM, ResourceKind.AUTH_CONNECTOR, "corp", java.util.Optional.empty());
        Refused.with(ErrorCode.NOT_LOGGED_IN, () -> saml.server.login.authenticate(SamlFixture.BROWSER, token));
    }

    @Test
    void lineBreaksInBase64AreOfNoMeaning() {
        Departure departure = saml.service.begin(SamlFixture.BROWSER, "corp", "", "");
        SsoService.Posted posted = provider.logIn(departure.url());
        byte[] xml = Base64.getMimeDecoder().decode(posted.response());
        complete(new SsoService.Posted(Base64.getEncoder().encodeToString(xml), posted.state()), departure.state());
    }

    private Arrival complete(SsoService.Posted posted, String cookie) {
        return saml.service.complete(SamlFixture.BROWSER, "corp", posted, cookie);
    }
}
