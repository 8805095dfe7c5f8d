package org.sallyport.ejb.join;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.api.rest.JoinResponse;
import org.sallyport.core.cluster.ClusterService;
import org.sallyport.core.issue.AgentCertificates;
import org.sallyport.core.issue.AgentIssue;
import org.sallyport.core.issue.CertificateIssuer;
import org.sallyport.core.issue.HostNames;
import org.sallyport.core.join.JoinService.RenewKeys;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;
import org.sallyport.ejb.cluster.CaKeyring;

/** An agent's three certificates and all it must know to use them, within the caller's transaction. */
@ApplicationScoped
public class AgentCertification {
    private final CertificateIssuer issuer;
    private final CaKeyring keyring;
    private final ClusterService cluster;

    /** For the container's proxy. */
    protected AgentCertification() {
        this(null, null, null);
    }

    @Inject
    public AgentCertification(CertificateIssuer issuer, CaKeyring keyring, ClusterService cluster) {
        this.issuer = issuer;
        this.keyring = keyring;
        this.cluster = cluster;
    }

    JoinResponse certify(String hostId, Set<ServiceType> services, RenewKeys keys, String address) {
        ClusterInfo info = cluster.info();
        requireOwnName(keys.nodeName(), info);
        AgentCertificates issued = issuer.issueAgent(
                new AgentIssue(
                        hostId,
                        keys.nodeName(),
                        info.clusterName(),
                        services,
                        SshKeys.parsePublic(keys.hostPublicKey()),
                        SshKeys.parsePublic(keys.tunnelPublicKey()),
                        TlsKeys.parsePublic(keys.tlsPublicKey()),
                        address,
                        info.clusterId()),
                keyring.keys(CaType.HOST));
        return new JoinResponse(
                hostId,
                services.stream().sorted().toList(),
                issued.host(),
                issued.tunnel(),
                issued.tls(),
                issued.expires(),
                List.copyOf(cluster.authorities()),
                info);
    }

    /** A host certificate of the proxy's name would let its holder pass for the proxy. */
    private static void requireOwnName(String nodeName, ClusterInfo info) {
        if (HostNames.isServers(nodeName, info.clusterName(), List.of(info.publicAddress(), info.sshAddress()))) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Auth Service: node name '" + nodeName
                            + "' is the proxy's own; set another node_name in sallyport.yaml");
        }
    }
}
