package org.sallyport.ejb.sso;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.sso.Attested;
import org.sallyport.core.sso.SsoService;
import org.sallyport.core.sso.UsedAssertionRepository;
import org.sallyport.ejb.transaction.Transactions;
import org.w3c.dom.Element;

/**
 * SAML's Web Browser SSO profile, begun here (saml-profiles 4.1): the request by redirect, the response by POST. Responses
 * that nobody asked for are refused, so that nobody is logged in as somebody else by a page of a stranger.
 */
@ApplicationScoped
public class SamlLogin {
    private final Trips trips;
    private final UsedAssertionRepository used;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container's proxy. */
    protected SamlLogin() {
        this(null, null, null, null);
    }

    @Inject
    public SamlLogin(Trips trips, UsedAssertionRepository used, Transactions transactions, Clock clock) {
        this.trips = trips;
        this.used = used;
        this.transactions = transactions;
        this.clock = clock;
    }

    SsoService.Departure begin(Resource<AuthConnectorSpec> connector, String next, String test) {
        SamlParty party = party(connector);
        Trips.Trip trip = trips.begin(connector.name(), next, test);
        String request = SamlMessages.request(party, requestId(trip), clock.instant());
        return new SsoService.Departure(
                SamlMessages.redirect(party, request, trip.state()), trips.sealed(trip), trip.expires(), true);
    }

    Attested redeem(Resource<AuthConnectorSpec> connector, Trips.Trip trip, SsoService.Posted posted) {
        SamlParty party = party(connector);
        Element assertion = new SamlResponses(party).assertion(posted.response(), requestId(trip));
        Attested person = new SamlAssertions(party, clock.instant()).person(assertion, requestId(trip));
        useUp(party, assertion.getAttribute("ID"), trip);
        return person;
    }

    String metadata(Resource<AuthConnectorSpec> connector) {
        return SamlMessages.metadata(party(connector));
    }

    /** An assertion answers one request, so none is good for longer than the login that asked for it may take. */
    private void useUp(SamlParty party, String assertion, Trips.Trip trip) {
        String id = Secrets.sha256Hex(party.connector() + "\n" + assertion);
        try {
            transactions.separate(() -> {
                used.insert(id, trip.expires().plus(IdTokens.SKEW));
                return id;
            });
        } catch (SallyportException refused) {
            if (refused.code() == ErrorCode.ALREADY_EXISTS) {
                throw party.bad("it was used already", "begin again");
            }
            throw refused;
        }
    }

    private SamlParty party(Resource<AuthConnectorSpec> connector) {
        return connector
                .spec()
                .saml()
                .map(settings -> new SamlParty(connector.name(), trips.address(connector.name()), settings))
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.UNSUPPORTED,
                        "Single sign-on by " + connector.name() + ": it is no connector of SAML; choose it on the login"
                                + " page"));
    }

    /** An NCName begins with no digit. */
    private static String requestId(Trips.Trip trip) {
        return "_" + trip.nonce();
    }
}
