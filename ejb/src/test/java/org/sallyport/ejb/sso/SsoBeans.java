package org.sallyport.ejb.sso;

import java.time.Clock;
import org.sallyport.core.fakes.MemorySsoTests;
import org.sallyport.core.fakes.MemoryUsedAssertions;
import org.sallyport.ejb.fixture.AuthServer;

/** The service of single sign-on as the container puts it together, over an {@link AuthServer}. */
final class SsoBeans {
    final Trips trips;
    final SsoServiceBean service;

    /** @param tokenClock by which ID tokens are judged */
    SsoBeans(AuthServer server, OidcProviders providers, Clock tokenClock) {
        trips = new Trips(server.directory, server.sealer, server.clock);
        Connectors connectors = new Connectors(
                server.directory, server.authorizer, server.sessionRepository, server.transactions, server.clock);
        SsoDoor door = new SsoDoor(
                server.directory,
                server.sessionRepository,
                server.sessionDesk,
                server.audit,
                server.transactions,
                server.clock);
        service = new SsoServiceBean(
                server.limiter,
                connectors,
                new ProviderLogins(
                        new OidcLogin(providers, new IdTokens(tokenClock), trips),
                        new SamlLogin(trips, new MemoryUsedAssertions(server.store), server.transactions, server.clock),
                        trips),
                new RealmLogin(new ServerRealms(), new KerberosTickets()),
                door,
                new SsoTests(
                        new MemorySsoTests(server.store),
                        door,
                        connectors,
                        server.audit,
                        server.transactions,
                        server.clock));
    }
}
