package org.sallyport.ejb.sso;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.KeySealer;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.sso.ConnectorMapping;
import org.sallyport.ejb.feed.Directory;

/**
 * What must be remembered while a browser is away at a provider. It is sealed and stays with the browser: strangers cannot
 * fill our store, and any node of the cluster can go on.
 */
@ApplicationScoped
public class Trips {
    static final Duration AWAY = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = Json.jsonMapper();

    private final Directory directory;
    private final KeySealer sealer;
    private final Clock clock;

    /**
     * What the sealed cookie holds.
     *
     * @param state binds the provider's answer to this browser
     * @param nonce binds what the provider signs to this login
     * @param verifier of PKCE; SAML has no use for it
     */
    record Trip(
            String connector, String state, String nonce, String verifier, String next, String test, Instant expires) {}

    /** For the container's proxy. */
    protected Trips() {
        this(null, null, null);
    }

    @Inject
    public Trips(Directory directory, KeySealer sealer, Clock clock) {
        this.directory = directory;
        this.sealer = sealer;
        this.clock = clock;
    }

    Trip begin(String connector, String next, String test) {
        return new Trip(
                connector,
                Secrets.urlToken(),
                Secrets.urlToken(),
                Secrets.urlToken(),
                next,
                test,
                clock.instant().plus(AWAY));
    }

    String sealed(Trip trip) {
        try {
            byte[] bytes = sealer.seal(JSON.writeValueAsBytes(trip), context(trip.connector()));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** That this answer belongs to a login this browser began. @throws SallyportException SSO_REFUSED */
    Trip back(String connector, String state, String sealed) {
        Trip trip = opened(connector, sealed);
        if (!Secrets.equal(trip.state(), state)) {
            throw ConnectorMapping.refusal(
                    connector,
                    "the answer belongs to another login than the one this browser began last",
                    "begin again, in one window");
        }
        if (trip.expires().isBefore(clock.instant())) {
            throw ConnectorMapping.refusal(
                    connector, "it took longer than " + AWAY.toMinutes() + " minutes", "begin again");
        }
        return trip;
    }

    /** Below this address the connector's calls are. */
    String address(String connector) {
        return "https://" + directory.clusterConfig().publicAddress() + "/api/v1/sso/" + connector;
    }

    private Trip opened(String connector, String sealed) {
        try {
            return JSON.readValue(sealer.open(Base64.getUrlDecoder().decode(sealed), context(connector)), Trip.class);
        } catch (IOException | IllegalArgumentException | SallyportException notOurs) {
            throw ConnectorMapping.refusal(
                    connector,
                    "this browser has no login under way, or its cookie was lost",
                    "allow cookies of this site and begin again");
        }
    }

    private static String context(String connector) {
        return "sso:" + connector;
    }
}
