package org.sallyport.connector.outbound;

import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import java.io.Serializable;
import java.net.InetSocketAddress;
import javax.naming.Reference;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.adapter.ActiveEndpoint;
import org.sallyport.core.connector.CarriedConnection;
import org.sallyport.core.connector.ConnectorLoad;
import org.sallyport.core.connector.ConnectorPorts;
import org.sallyport.core.connector.DialConnection;
import org.sallyport.core.connector.DialConnectionFactory;

/** What is bound in JNDI. */
public final class PooledConnectionFactory implements DialConnectionFactory, Serializable, Referenceable {
    private static final long serialVersionUID = 1L;

    private final SallyportManagedConnectionFactory factory;
    private final transient ConnectionManager manager;
    private Reference reference;

    PooledConnectionFactory(SallyportManagedConnectionFactory factory, ConnectionManager manager) {
        this.factory = factory;
        this.manager = manager;
    }

    @Override
    public DialConnection getConnection() {
        try {
            return (DialConnection) manager.allocateConnection(factory, null);
        } catch (ResourceException e) {
            throw new SallyportException(
                    ErrorCode.SHUTTING_DOWN,
                    "connector: no connection to be had: " + e.getMessage() + "; try again in a moment",
                    e.toString(),
                    e);
        }
    }

    @Override
    public void carry(CarriedConnection connection) {
        factory.endpoint().carry(connection);
    }

    @Override
    public void admit(InetSocketAddress peer) {
        factory.endpoint().admit(peer);
    }

    @Override
    public ConnectorLoad load() {
        return factory.active().map(ActiveEndpoint::load).orElse(ConnectorLoad.NONE);
    }

    @Override
    public ConnectorPorts ports() {
        return factory.active()
                .map(active -> new ConnectorPorts(true, active.sshPort(), active.grpcPort()))
                .orElse(ConnectorPorts.NONE);
    }

    @Override
    public Reference getReference() {
        return reference;
    }

    @Override
    public void setReference(Reference newReference) {
        reference = newReference;
    }
}
