package org.sallyport.connector.adapter;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.transaction.xa.XAResource;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.ending.EndingSsh;
import org.sallyport.connector.ending.ServerAddresses;
import org.sallyport.connector.transport.TransportSettings;

/**
 * The proxy as a resource adapter. Its ports open when the listener's bean is there, not before, and close with it. The
 * container makes and configures it by its properties, hence the setters.
 */
@Connector(
        description = "Sallyport connector: SSH for users and agents, gRPC for components",
        vendorName = "Sallyport",
        eisType = "SSH",
        version = "1",
        transactionSupport = TransactionSupport.TransactionSupportLevel.NoTransaction)
public class SallyportResourceAdapter implements ResourceAdapter, Serializable {
    private static final long serialVersionUID = 1L;

    @ConfigProperty(description = "Address to listen on", defaultValue = "0.0.0.0")
    private String sshAddress = "0.0.0.0";

    @ConfigProperty(description = "Port of users and agents; -1 for none", defaultValue = "3023")
    private Integer sshPort = 3023;

    @ConfigProperty(description = "Port of the component API", defaultValue = "3025")
    private Integer grpcPort = 3025;

    @ConfigProperty(description = "How long live streams may go on when stopping, in seconds", defaultValue = "3")
    private Integer drainSeconds = 3;

    private transient volatile ActiveEndpoint active;

    @Override
    public void start(BootstrapContext context) {
        // the ports open at the endpoint's activation: before, nobody could be let in
    }

    @Override
    public void stop() {
        deactivate();
    }

    @Override
    public synchronized void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec)
            throws ResourceException {
        if (active != null) {
            throw new ResourceException("connector: one listener bean is enough; remove the second one");
        }
        EndpointSettings settings = new EndpointSettings(
                sshAddress,
                sshPort,
                grpcPort,
                Duration.ofSeconds(drainSeconds),
                TransportSettings.KEEP_ALIVE,
                TransportSettings.DIAL_TIME,
                new EndingSsh.Settings(
                        Path.of(System.getProperty("jboss.server.data.dir", "."), "sallyport", "proxy-recordings"),
                        ServerAddresses.ofSystem()));
        try {
            active = ActiveEndpoint.open(
                    settings,
                    EndpointListener.of(factory),
                    Thread.currentThread().getContextClassLoader(),
                    Clock.systemUTC());
        } catch (SallyportException e) {
            ConnectorLog.LOG.activationFailed(e.userMessage(), e.getCause());
            throw new ResourceException(e.userMessage(), e);
        }
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        deactivate();
    }

    private synchronized void deactivate() {
        ActiveEndpoint ending = active;
        active = null;
        if (ending != null) {
            ending.close();
        }
    }

    /** What is running now; empty before activation and after deactivation. */
    public Optional<ActiveEndpoint> active() {
        return Optional.ofNullable(active);
    }

    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }

    public String getSshAddress() {
        return sshAddress;
    }

    public void setSshAddress(String address) {
        sshAddress = address;
    }

    public Integer getSshPort() {
        return sshPort;
    }

    public void setSshPort(Integer port) {
        sshPort = port;
    }

    public Integer getGrpcPort() {
        return grpcPort;
    }

    public void setGrpcPort(Integer port) {
        grpcPort = port;
    }

    public Integer getDrainSeconds() {
        return drainSeconds;
    }

    public void setDrainSeconds(Integer seconds) {
        drainSeconds = seconds;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SallyportResourceAdapter that
                && sshAddress.equals(that.sshAddress)
                && sshPort.equals(that.sshPort)
                && grpcPort.equals(that.grpcPort)
                && drainSeconds.equals(that.drainSeconds);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sshAddress, sshPort, grpcPort, drainSeconds);
    }
}
