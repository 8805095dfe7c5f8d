package org.sallyport.connector.outbound;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.adapter.ActiveEndpoint;
import org.sallyport.connector.adapter.SallyportResourceAdapter;
import org.sallyport.core.connector.DialConnection;
import org.sallyport.core.connector.DialConnectionFactory;

/** Makes the outbound connections that the container pools. */
@ConnectionDefinition(
        connectionFactory = DialConnectionFactory.class,
        connectionFactoryImpl = PooledConnectionFactory.class,
        connection = DialConnection.class,
        connectionImpl = ConnectionHandle.class)
public class SallyportManagedConnectionFactory implements ManagedConnectionFactory, ResourceAdapterAssociation {
    private static final long serialVersionUID = 1L;

    private transient SallyportResourceAdapter adapter;
    private transient PrintWriter logWriter;

    @Override
    public Object createConnectionFactory(ConnectionManager manager) {
        return new PooledConnectionFactory(this, manager);
    }

    @Override
    public Object createConnectionFactory() throws ResourceException {
        throw new NotSupportedException("connector: only inside a container");
    }

    @Override
    public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info) {
        return new PooledConnection(this);
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface has it so
    public ManagedConnection matchManagedConnections(Set pooled, Subject subject, ConnectionRequestInfo info) {
        for (Object one : pooled) {
            if (one instanceof PooledConnection connection) {
                return connection;
            }
        }
        return null;
    }

    ActiveEndpoint endpoint() {
        return active().orElseThrow(() ->
                new SallyportException(ErrorCode.SHUTTING_DOWN, "connector: not active now; try again in a moment"));
    }

    Optional<ActiveEndpoint> active() {
        SallyportResourceAdapter associated = adapter;
        return Optional.ofNullable(associated).flatMap(SallyportResourceAdapter::active);
    }

    @Override
    public ResourceAdapter getResourceAdapter() {
        return adapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter associated) {
        adapter = (SallyportResourceAdapter) associated;
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(PrintWriter writer) {
        logWriter = writer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SallyportManagedConnectionFactory that && Objects.equals(adapter, that.adapter);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(adapter);
    }
}
