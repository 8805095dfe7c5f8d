package org.sallyport.core.connector;

import java.net.InetSocketAddress;

/** What the connector is to the rest of the server, bound at {@link #JNDI_NAME}. */
public interface DialConnectionFactory {
    String JNDI_NAME = "java:/eis/sallyport";

    /** Close it to give it back to the pool. Errors: SHUTTING_DOWN. */
    DialConnection getConnection();

    /**
     * Gives the SSH listener a connection that was accepted elsewhere: users and agents, as at its own port. It takes
     * care of the connection from here on.
     *
     * @throws org.sallyport.api.error.SallyportException SHUTTING_DOWN; the connection is still the caller's then
     */
    void carry(CarriedConnection connection);

    /**
     * Whether a connection may be carried now, to be asked before it is promised.
     *
     * @param peer the client's address
     * @throws org.sallyport.api.error.SallyportException SHUTTING_DOWN when {@link #carry} would; RATE_LIMITED when too
     *     many logins are under way, from there or in all
     */
    void admit(InetSocketAddress peer);

    /** For measurements; nothing while the connector is not active. */
    ConnectorLoad load();

    /** Where it listens now. */
    ConnectorPorts ports();
}
