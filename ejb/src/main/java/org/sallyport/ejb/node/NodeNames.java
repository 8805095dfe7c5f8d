package org.sallyport.ejb.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.resource.OpensshNodeSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.core.issue.HostNames;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.node.LocalAddresses;
import org.sallyport.ejb.feed.Directory;

/** Who may have which name: a node without an agent none that another has, an agent none of a node without one. */
@ApplicationScoped
public class NodeNames {
    private final Presence presence;
    private final Directory directory;
    private final UnaryOperator<String> properties;

    /** For the container's proxy. */
    protected NodeNames() {
        this(null, null, null);
    }

    @Inject
    public NodeNames(Presence presence, Directory directory) {
        this(presence, directory, System::getProperty);
    }

    /** @param properties the server's, for {@link LocalAddresses#ALLOWED} */
    public NodeNames(Presence presence, Directory directory, UnaryOperator<String> properties) {
        this.presence = presence;
        this.directory = directory;
        this.properties = properties;
    }

    /** What only the server can say of it. @throws SallyportException INVALID_RESOURCE, ALREADY_EXISTS */
    public void require(Resource<OpensshNodeSpec> node) {
        fault(node.name()).ifPresent(fault -> {
            throw invalid("metadata.name: " + fault);
        });
        requireElsewhere(node.spec().host());
        for (String line : node.spec().hostKeys()) {
            try {
                SshKeys.parsePublic(
                        line.startsWith(OpensshNodeSpec.CERT_AUTHORITY)
                                ? line.substring(OpensshNodeSpec.CERT_AUTHORITY.length())
                                : line);
            } catch (SallyportException refused) {
                throw invalid("spec.host_keys: " + refused.userMessage());
            }
        }
        takenBy(node.name()).ifPresent(other -> {
            throw new SallyportException(
                    ErrorCode.ALREADY_EXISTS,
                    "Auth Service: the name '" + node.name() + "' is " + other
                            + "; two nodes may not share one where one has no agent: give this one another");
        });
    }

    private void requireElsewhere(String host) {
        if (LocalAddresses.isLocal(host) && !Boolean.parseBoolean(properties.apply(LocalAddresses.ALLOWED))) {
            throw invalid("spec.address: " + host
                    + " is a loopback, link-local, multicast or unspecified address, or none at all, which is"
                    + " no other host as seen from the proxy: give the address by which the proxy reaches it, or allow such"
                    + " addresses by the system property " + LocalAddresses.ALLOWED + "=true of every server");
        }
    }

    private Optional<String> fault(String name) {
        ClusterConfigSpec config = directory.clusterConfig();
        if (HostNames.isServers(name, config.clusterName(), List.of(config.publicAddress(), config.sshAddress()))) {
            return Optional.of("node name '" + name + "' is the proxy's own: give it another");
        }
        return HostNames.fault(name, config.clusterName());
    }

    private Optional<String> takenBy(String name) {
        Optional<String> agent = presence.named(name).stream()
                .findFirst()
                .map(Node::hostId)
                .map(hostId -> "that of a node with an agent (" + hostId + ")");
        return agent.or(() -> agentless(name)
                .filter(other -> !other.equals(name))
                .map(other -> "but for its case that of openssh_node '" + other + "'"));
    }

    /** The node without an agent that has this name, whatever the case; what an agent may not join as. */
    public Optional<String> agentless(String name) {
        return directory.opensshNodes().stream()
                .map(Resource::name)
                .filter(name::equalsIgnoreCase)
                .findFirst();
    }

    private static SallyportException invalid(String why) {
        return new SallyportException(ErrorCode.INVALID_RESOURCE, "Auth Service: " + why);
    }
}
