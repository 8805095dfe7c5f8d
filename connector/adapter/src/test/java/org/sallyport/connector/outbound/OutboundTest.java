package org.sallyport.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.connector.adapter.SallyportResourceAdapter;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.ConnectorLoad;
import org.sallyport.core.connector.DialConnection;
import org.sallyport.core.connector.DialConnectionFactory;
import org.sallyport.core.connector.DialTarget;

class OutboundTest {
    private static final Caller.User JO = new Caller.User("jo", List.of(), Map.of(), "");
    private static final DialTarget NODE = new DialTarget(ServiceType.SSH, "node");

    private final SallyportManagedConnectionFactory factory = new SallyportManagedConnectionFactory();
    private final OnePool pool = new OnePool();
    private final DialConnectionFactory connections = (DialConnectionFactory) factory.createConnectionFactory(pool);

    @Test
    void closedHandleGoesBackToThePoolAndIsNoUseAnyMore() {
        DialConnection first = connections.getConnection();
        first.close();
        assertThat(pool.free).hasSize(1);
        assertThatThrownBy(() -> first.dial(JO, NODE))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN))
                .hasMessageContaining("was closed");
        first.close();
        connections.getConnection();
        assertThat(pool.made).isEqualTo(1);
    }

    @Test
    void nothingCanBeDialledBeforeTheListenerIsActive() {
        factory.setResourceAdapter(new SallyportResourceAdapter());
        assertThat(connections.load()).isEqualTo(ConnectorLoad.NONE);
        DialConnection connection = connections.getConnection();
        assertThatThrownBy(() -> connection.dial(JO, NODE))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN))
                .hasMessageContaining("not active");
    }

    /** A container's pool of test size. */
    private static final class OnePool implements ConnectionManager, ConnectionEventListener {
        private static final long serialVersionUID = 1L;
        final transient Deque<ManagedConnection> free = new ArrayDeque<>();
        int made;

        @Override
        public Object allocateConnection(ManagedConnectionFactory from, ConnectionRequestInfo info)
                throws ResourceException {
            ManagedConnection connection = from.matchManagedConnections(Set.copyOf(free), null, info);
            if (connection == null) {
                connection = from.createManagedConnection(null, info);
                connection.addConnectionEventListener(this);
                made++;
            }
            free.remove(connection);
            return connection.getConnection(null, info);
        }

        @Override
        public void connectionClosed(ConnectionEvent event) {
            free.add((ManagedConnection) event.getSource());
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            throw new AssertionError("no transactions");
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            throw new AssertionError("no transactions");
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            throw new AssertionError("no transactions");
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            throw new AssertionError("no errors");
        }
    }
}
