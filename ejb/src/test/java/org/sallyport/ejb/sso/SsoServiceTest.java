package org.sallyport.ejb.sso;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AttributeToRoles;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.OidcSettings;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.SsoTest;
import org.sallyport.api.rest.SsoTestRequest;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.sso.SsoService;
import org.sallyport.core.sso.SsoService.Arrival;
import org.sallyport.core.sso.SsoService.Departure;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;

/** Single sign-on by OIDC, with Elytron's client and a provider that also signs what no honest one would. */
class SsoServiceTest {
    private static final Caller.Anonymous BROWSER = new Caller.Anonymous("192.0.2.77");

    private final AuthServer server = new AuthServer();
    private final OidcProvider provider = new OidcProvider();
    // the provider's clock and Elytron's are the machine's
    private final SsoServiceBean service = new SsoBeans(
                    server,
                    new OidcProviders(
                            property -> "sallyport.sso.corp.client-secret".equals(property) ? "s3cret" : null),
                    Clock.systemUTC())
            .service;

    @BeforeEach
    void connect() {
        connector("corp", provider.url(), "preferred_username");
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void whoComesBackWithACodeIsHereWithTheRolesAndTraitsOfThatLogin() {
        Arrival arrival = logIn("corp");
        LoginResponse login = arrival.login().orElseThrow();

        assertThat(arrival.next()).isEqualTo("approve/abc");
        Caller.User ada = server.login.authenticate(BROWSER, login.token());
        assertThat(ada.name()).isEqualTo("ada");
        assertThat(ada.roles()).containsExactly("access");
        assertThat(ada.traits())
                .containsEntry("groups", List.of("dev", "staff"))
                .doesNotContainKeys("iss", "nonce");
        assertThat(server.directory.user("ada")).isEmpty();
        assertThat(server.people.isHere("ada")).isTrue();
        assertThat(service.users(server.admin()))
                .extracting(each -> each.user() + " by " + each.connector())
                .containsExactly("ada by corp");
        assertThat(server.audit.of("user.login").getLast().fields())
                .containsEntry("connector", "corp")
                .containsEntry("method", "sso");
        server.login.logout(ada, login.token());
        assertThat(server.people.isHere("ada")).isFalse();
        assertThat(service.users(server.admin())).isEmpty();
    }

    @Test
    void tokenForAnotherAudienceIsRefused() {
        provider.claims(claims -> claims.setAudience("another"));
        assertThat(refused().userMessage()).contains("another audience");
    }

    @Test
    void expiredTokenIsRefused() {
        provider.claims(
                claims -> claims.setClaim("exp", Clock.systemUTC().instant().getEpochSecond() - 60));
        assertThat(refused().userMessage()).contains("expired", "clocks");
    }

    @Test
    void tokenFromAClockThatIsAheadIsRefused() {
        provider.claims(claims -> {
            long ahead = Clock.systemUTC().instant().getEpochSecond() + 600;
            claims.setClaim("iat", ahead);
            claims.setClaim("exp", ahead + 60);
        });
        assertThat(refused().userMessage()).contains("issued in the future", "clocks");
        provider.claims(claims -> {
            long ahead = Clock.systemUTC().instant().getEpochSecond() + 600;
            claims.setClaim("nbf", ahead);
            claims.setClaim("exp", ahead + 60);
        });
        assertThat(refused().userMessage()).contains("not valid yet");
    }

    @Test
    void tokenOfAnotherIssuerOrLoginIsRefused() {
        provider.claims(claims -> claims.setIssuer("https://elsewhere.example"));
        assertThat(refused().userMessage()).contains("another issuer");
        provider.claims(claims -> claims.setClaim("nonce", "of another login"));
        assertThat(refused().userMessage()).contains("another login");
        provider.claims(claims -> claims.setClaim("azp", "another"));
        refused();
    }

    @Test
    void tokenWithoutTheProvidersSignatureIsRefused() {
        provider.signature(jws -> jws.setKey(otherKey()));
        assertThat(refused().userMessage()).contains("signature");
        provider.signature(jws -> {
            jws.setAlgorithmConstraints(org.jose4j.jwa.AlgorithmConstraints.NO_CONSTRAINTS);
            jws.setAlgorithmHeaderValue("none");
            jws.setKey(null);
        });
        refused();
    }

    @Test
    void namesThatInjectAreRefused() {
        for (String name : List.of("root\nadmin", "ada,root", "../x", "", "agent:1")) {
            provider.claims(claims -> claims.setStringClaim("preferred_username", name));
            refused();
        }
        provider.claims(claims -> claims.setStringListClaim("groups", "dev", "x\u0000y"));
        refused();
    }

    @Test
    void whoIsInNoMappedGroupIsRefused() {
        provider.claims(claims -> claims.setStringListClaim("groups", "staff"));
        assertThat(refused().userMessage()).contains("attributes_to_roles", "staff");
        provider.claims(claims -> claims.unsetClaim("groups"));
        refused();
    }

    @Test
    void emailThatIsNotVerifiedNamesNobody() {
        connector("mail", provider.url(), "email");
        provider.claims(claims -> claims.setStringClaim("email", "ada@example.org"));
        assertThat(refused("mail").userMessage()).contains("has not verified");
        provider.claims(claims -> {
            claims.setStringClaim("email", "ada@example.org");
            claims.setClaim("email_verified", true);
        });
        assertThat(logIn("mail").login().orElseThrow().user()).isEqualTo("ada@example.org");
    }

    @Test
    void aNameBelongsToOnePerson() {
        server.user("ada", "access");
        assertThat(refused().userMessage()).contains("local user 'ada'");
        server.resources.delete(AuthServer.SYSTEM, ResourceKind.USER, "ada", Optional.empty());
        LoginResponse login = logIn("corp").login().orElseThrow();
        connector("other", provider.url(), "preferred_username");
        assertThat(refused("other").userMessage()).contains("connector 'corp'");

        // whoever makes a local user of the name later must not lend his roles to the session
        server.user("ada", "editor");
        Refused.with(ErrorCode.NOT_LOGGED_IN, () -> server.login.authenticate(BROWSER, login.token()));
    }

    @Test
    void sessionsEndWithTheirConnector() {
        LoginResponse login = logIn("corp").login().orElseThrow();
        server.resources.delete(AuthServer.SYSTEM, ResourceKind.AUTH_CONNECTOR, "corp", Optional.empty());

        Refused.with(ErrorCode.NOT_LOGGED_IN, () -> server.login.authenticate(BROWSER, login.token()));
        assertThat(server.people.isHere("ada")).isFalse();
    }

    @Test
    void answerCountsInTheBrowserThatAskedAndOnce() {
        Departure departure = service.begin(BROWSER, "corp", "", "");
        Map<String, String> back = provider.logIn(departure.url());
        String other = service.begin(BROWSER, "corp", "", "").state();

        Refused.with(ErrorCode.SSO_REFUSED, () -> complete("corp", back, other));
        Refused.with(ErrorCode.SSO_REFUSED, () -> complete("corp", back, ""));
        Refused.with(ErrorCode.SSO_REFUSED, () -> complete("corp", back, "AAAA"));
        complete("corp", back, departure.state());
        Refused.with(ErrorCode.SSO_REFUSED, () -> complete("corp", back, departure.state()));
        assertThat(server.audit.of("user.login.failed"))
                .hasSize(4)
                .extracting(event -> event.fields().get("connector"))
                .containsOnly("corp");
    }

    @Test
    void answerOfAnotherConnectorOrIssuerIsRefused() {
        connector("other", provider.url(), "preferred_username");
        Departure departure = service.begin(BROWSER, "corp", "", "");
        Map<String, String> back = provider.logIn(departure.url());
        Refused.with(ErrorCode.SSO_REFUSED, () -> complete("other", back, departure.state()));
        Refused.with(
                ErrorCode.SSO_REFUSED,
                () -> service.complete(
                        BROWSER,
                        "corp",
                        new SsoService.Return(back.get("code"), back.get("state"), "", "", "https://elsewhere.example"),
                        departure.state()));
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> service.begin(BROWSER, "corp", "//evil.example", ""));
        Refused.with(ErrorCode.NOT_FOUND, () -> service.begin(BROWSER, "nothing", "", ""));
    }

    @Test
    void whatTheProviderRefusesIsToldWithItsWords() {
        Departure departure = service.begin(BROWSER, "corp", "", "");
        Map<String, String> back = provider.logIn(departure.url());
        SallyportException refusal = Refused.with(
                ErrorCode.SSO_REFUSED,
                () -> service.complete(
                        BROWSER,
                        "corp",
                        new SsoService.Return("", back.get("state"), "access_denied", "not today\u0007", ""),
                        departure.state()));
        assertThat(refusal.userMessage()).contains("access_denied", "not today?");
        provider.refuseCodes();
        assertThat(refused().userMessage()).contains("did not accept the code");
    }

    @Test
    void providerThatIsAwayIsNamed() {
        connector("gone", "http://127.0.0.1:9", "preferred_username");
        SallyportException refusal =
                Refused.with(ErrorCode.SSO_UNAVAILABLE, () -> service.begin(BROWSER, "gone", "", ""));
        assertThat(refusal.userMessage()).contains("http://127.0.0.1:9", "does not answer");
    }

    @Test
    void testShowsWhatALoginWouldYieldAndLogsNobodyIn() {
        SsoTest waiting = service.startTest(server.admin(), "corp", new SsoTestRequest("", ""));
        assertThat(waiting.outcome()).isEmpty();
        assertThat(waiting.url()).contains("/api/v1/sso/corp/begin?test=");
        Departure departure = service.begin(BROWSER, "corp", "", waiting.id());
        Arrival arrival = complete("corp", provider.logIn(departure.url()), departure.state());

        assertThat(arrival.login()).isEmpty();
        SsoTest.Outcome outcome =
                service.test(server.admin(), waiting.id()).outcome().orElseThrow();
        assertThat(outcome.allowed()).isTrue();
        assertThat(outcome.user()).isEqualTo("ada");
        assertThat(outcome.roles()).containsExactly("access");
        assertThat(outcome.attributes()).containsEntry("groups", List.of("dev", "staff"));
        assertThat(service.users(server.admin())).isEmpty();
        assertThat(server.audit.of("user.login")).isEmpty();
        assertThat(server.audit.of("sso.tested")).hasSize(2);
        Refused.with(ErrorCode.NOT_FOUND, () -> service.begin(BROWSER, "corp", "", waiting.id()));
    }

    @Test
    void testShowsWhyALoginWouldBeRefused() {
        provider.claims(claims -> claims.setStringListClaim("groups", "staff"));
        SsoTest waiting = service.startTest(server.admin(), "corp", new SsoTestRequest("", ""));
        Departure departure = service.begin(BROWSER, "corp", "", waiting.id());
        complete("corp", provider.logIn(departure.url()), departure.state());

        SsoTest.Outcome outcome =
                service.test(server.admin(), waiting.id()).outcome().orElseThrow();
        assertThat(outcome.allowed()).isFalse();
        assertThat(outcome.refusal()).contains("attributes_to_roles");
        assertThat(outcome.attributes()).containsEntry("groups", List.of("staff"));
    }

    @Test
    void onlyWhoMayReadTheConnectorTestsIt() {
        server.user("bob", "access");
        Refused.with(
                ErrorCode.NOT_FOUND, () -> service.startTest(server.as("bob"), "corp", new SsoTestRequest("", "")));
        SsoTest waiting = service.startTest(server.admin(), "corp", new SsoTestRequest("", ""));
        Refused.with(ErrorCode.NOT_FOUND, () -> service.test(server.as("bob"), waiting.id()));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> service.users(server.as("bob")));
    }

    @Test
    void connectorIsCheckedWhenItIsWrittenAndGuardsItsRoles() {
        Refused.with(
                ErrorCode.NOT_FOUND,
                () -> server.resources.create(
                        server.admin(), Resource.of(Metadata.named("x"), spec(provider.url(), "sub", "no-such-role"))));
        Refused.with(ErrorCode.INVALID_RESOURCE, () -> spec("http://sso.example.org", "sub", "access"));
        Refused.with(
                ErrorCode.IN_USE,
                () -> server.resources.delete(server.admin(), ResourceKind.ROLE, "access", Optional.empty()));
    }

    private SallyportException refused() {
        return refused("corp");
    }

    private SallyportException refused(String connector) {
        int before = server.audit.of("user.login.failed").size();
        SallyportException refusal = Refused.with(ErrorCode.SSO_REFUSED, () -> logIn(connector));
        List<AuditEvent> failures = server.audit.of("user.login.failed");
        assertThat(failures).hasSize(before + 1);
        assertThat(failures.getLast().fields()).containsEntry("connector", connector);
        return refusal;
    }

    private Arrival logIn(String connector) {
        Departure departure = service.begin(BROWSER, connector, "approve/abc", "");
        return complete(connector, provider.logIn(departure.url()), departure.state());
    }

    private Arrival complete(String connector, Map<String, String> back, String state) {
        return service.complete(
                BROWSER, connector, new SsoService.Return(back.get("code"), back.get("state"), "", "", ""), state);
    }

    private void connector(String name, String url, String userClaim) {
        server.resources.apply(AuthServer.SYSTEM, Resource.of(Metadata.named(name), spec(url, userClaim, "access")));
    }

    private static AuthConnectorSpec spec(String url, String userClaim, String role) {
        return new AuthConnectorSpec(
                "Corporate login",
                Optional.of(new OidcSettings(url, "sallyport", null, userClaim, null, null)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new AttributeToRoles("groups", "dev", List.of(role))),
                Map.of());
    }

    private static java.security.Key otherKey() {
        try {
            return org.jose4j.jwk.RsaJwkGenerator.generateJwk(2048).getPrivateKey();
        } catch (org.jose4j.lang.JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
