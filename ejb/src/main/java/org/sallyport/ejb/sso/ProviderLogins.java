package org.sallyport.ejb.sso;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.core.sso.Attested;
import org.sallyport.core.sso.SsoService;

/** Logins at a provider's own page: the browser goes there and comes back with what the provider says. */
@ApplicationScoped
public class ProviderLogins {
    private final OidcLogin oidc;
    private final SamlLogin saml;
    private final Trips trips;

    /** For the container's proxy. */
    protected ProviderLogins() {
        this(null, null, null);
    }

    @Inject
    public ProviderLogins(OidcLogin oidc, SamlLogin saml, Trips trips) {
        this.oidc = oidc;
        this.saml = saml;
        this.trips = trips;
    }

    SsoService.Departure begin(Resource<AuthConnectorSpec> connector, String next, String test) {
        return connector.spec().saml().isPresent()
                ? saml.begin(connector, next, test)
                : oidc.begin(connector, next, test);
    }

    Trips.Trip back(Resource<AuthConnectorSpec> connector, SsoService.Answer answer, String sealed) {
        return trips.back(connector.name(), answer.state(), sealed);
    }

    Attested redeem(Resource<AuthConnectorSpec> connector, Trips.Trip trip, SsoService.Answer answer) {
        return switch (answer) {
            case SsoService.Return code -> oidc.redeem(connector, trip, code);
            case SsoService.Posted posted -> saml.redeem(connector, trip, posted);
        };
    }

    String metadata(Resource<AuthConnectorSpec> connector) {
        return saml.metadata(connector);
    }
}
