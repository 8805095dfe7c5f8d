package org.sallyport.core.connector;

/**
 * The ports that the connector listens on.
 *
 * @param active whether its listeners are open at all
 * @param ssh 0 or less when SSH only comes inside HTTPS
 */
public record ConnectorPorts(boolean active, int ssh, int grpc) {
    public static final ConnectorPorts NONE = new ConnectorPorts(false, -1, -1);
}
