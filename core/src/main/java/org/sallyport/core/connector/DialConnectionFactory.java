package org.sallyport.core.connector;

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

    /** @throws org.sallyport.api.error.SallyportException SHUTTING_DOWN when {@link #carry} would */
    void requireCarrier();
}
