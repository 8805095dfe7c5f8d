package org.sallyport.core.connector;

/** The outbound side of the connector, bound at {@link #JNDI_NAME}: sessions opened by this server itself. */
public interface DialConnectionFactory {
    String JNDI_NAME = "java:/eis/sallyport";

    /** Close it to give it back to the pool. Errors: SHUTTING_DOWN. */
    DialConnection getConnection();
}
