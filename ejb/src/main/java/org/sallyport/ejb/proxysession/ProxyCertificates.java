package org.sallyport.ejb.proxysession;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.core.cluster.ClusterService;
import org.sallyport.core.connector.ProxySessions.NodeKeys;
import org.sallyport.core.connector.ProxySessions.ProxyLogin;
import org.sallyport.core.issue.CertificateIssuer;
import org.sallyport.core.issue.ProxiedIssue;
import org.sallyport.ejb.cluster.CaKeyring;
import org.sallyport.ejb.transaction.Transactions;

/** What the proxy shows where SSH ends at it: to users in a node's name, to nodes in a user's. */
@ApplicationScoped
public class ProxyCertificates {
    private final LoginRights rights;
    private final CertificateIssuer issuer;
    private final CaKeyring keyring;
    private final ClusterService cluster;
    private final Transactions transactions;

    /** For the container's proxy. */
    protected ProxyCertificates() {
        this(null, null, null, null, null);
    }

    @Inject
    public ProxyCertificates(
            LoginRights rights,
            CertificateIssuer issuer,
            CaKeyring keyring,
            ClusterService cluster,
            Transactions transactions) {
        this.rights = rights;
        this.issuer = issuer;
        this.keyring = keyring;
        this.cluster = cluster;
        this.transactions = transactions;
    }

    NodeKeys nodeKeys(Node node) {
        String clusterName = cluster.info().clusterName();
        return transactions.separate(
                () -> issuer.issueNode(node.hostId(), node.name(), clusterName, keyring.keys(CaType.HOST)));
    }

    /** @throws SallyportException what {@link LoginRights} refuses with */
    String certificate(ProxyLogin login) {
        rights.require(login);
        ClusterInfo info = cluster.info();
        ProxiedIssue issue =
                new ProxiedIssue(login.user(), login.login(), login.key(), login.address(), info.clusterId());
        return transactions.separate(() -> login.node().agentless()
                ? issuer.issueOpenssh(issue, keyring.keys(CaType.OPENSSH))
                : issuer.issueProxied(issue, keyring.keys(CaType.USER)));
    }
}
