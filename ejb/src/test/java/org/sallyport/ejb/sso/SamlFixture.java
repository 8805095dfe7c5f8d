package org.sallyport.ejb.sso;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AttributeToRoles;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.SamlSettings;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.fakes.MemoryUsedAssertions;
import org.sallyport.core.sso.Attested;
import org.sallyport.core.sso.SsoService;
import org.sallyport.core.sso.SsoService.Arrival;
import org.sallyport.core.sso.SsoService.Departure;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;

/** Single sign-on with connector {@code corp}, which trusts a {@link SamlProvider}. */
final class SamlFixture {
    static final Caller.Anonymous BROWSER = new Caller.Anonymous("192.0.2.77");

    final AuthServer server = new AuthServer();
    final SamlProvider provider = new SamlProvider(server.clock);
    private final SsoBeans beans = new SsoBeans(server, new OidcProviders(any -> null), server.clock);
    final Trips trips = beans.trips;
    final SsoServiceBean service = beans.service;

    SamlFixture() {
        connect("corp", SamlProvider.certificate(SamlProvider.RSA) + SamlProvider.certificate(SamlProvider.EC), "");
    }

    void connect(String name, String certificates, String userAttribute) {
        AuthConnectorSpec spec = new AuthConnectorSpec(
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new SamlSettings(
                        "https://sso.example.org/saml?tenant=1", SamlProvider.ENTITY, certificates, userAttribute)),
                List.of(new AttributeToRoles("groups", "dev", List.of("access"))),
                Map.of());
        server.resources.apply(AuthServer.SYSTEM, Resource.of(Metadata.named(name), spec));
    }

    Arrival logIn() {
        return logIn("corp");
    }

    Arrival logIn(String connector) {
        Departure departure = service.begin(BROWSER, connector, "approve/abc", "");
        return service.complete(BROWSER, connector, provider.logIn(departure.url()), departure.state());
    }

    SallyportException refused() {
        int before = server.audit.of("user.login.failed").size();
        SallyportException refusal = Refused.with(ErrorCode.SSO_REFUSED, this::logIn);
        List<AuditEvent> failures = server.audit.of("user.login.failed");
        assertThat(failures).hasSize(before + 1);
        assertThat(failures.getLast().fields()).containsEntry("connector", "corp");
        assertThat(server.audit.of("user.login")).isEmpty();
        return refusal;
    }

    /** What is read from a response, without a limit on attempts and without remembering any. */
    Attested read(String response, Trips.Trip trip) {
        SamlLogin forgetful = new SamlLogin(
                trips,
                new MemoryUsedAssertions(new org.sallyport.core.fakes.MemoryStore()),
                server.transactions,
                server.clock);
        return forgetful.redeem(
                server.directory.connector("corp").orElseThrow(), trip, new SsoService.Posted(response, trip.state()));
    }
}
