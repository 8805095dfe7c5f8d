package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.security.PublicKey;
import org.apache.sshd.client.session.ClientSession;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.connector.auth.Logins;
import org.sallyport.connector.dial.AgentDials;
import org.sallyport.connector.dial.OwnSsh;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.upstream.Attempt;
import org.sallyport.session.upstream.Destination;
import org.sallyport.session.upstream.HostKeyRule;
import org.sallyport.session.upstream.UpstreamClient;

/** A node's agent, by one of its tunnels. */
final class AgentDestination implements Destination {
    private final NodeLogins logins;
    private final AgentDials dials;
    private final Relays relays;
    private final SshCertificateChecker checker;

    AgentDestination(NodeLogins logins, AgentDials dials, Relays relays, SshCertificateChecker checker) {
        this.logins = requireNonNull(logins, "logins");
        this.dials = requireNonNull(dials, "dials");
        this.relays = requireNonNull(relays, "relays");
        this.checker = requireNonNull(checker, "checker");
    }

    @Override
    public Wording wording() {
        Node node = logins.node();
        return new Wording(
                "agent of " + node.name(),
                node.hostId(),
                "see to the agent, or try again in a moment",
                "somebody else may have its tunnel: see to that host",
                "your roles, or a lock, changed in this moment; log in again");
    }

    @Override
    public HostKeyRule hostKeys() {
        return new HostKeyRule.ClusterCertificate(
                checker, logins::trust, logins.node().hostId());
    }

    @Override
    public String certificate(Visitor visitor, PublicKey key) {
        return logins.certificate(visitor, key);
    }

    @Override
    public ClientSession connect(UpstreamClient client, Attempt attempt) throws IOException {
        Node node = logins.node();
        Caller.User caller =
                Logins.caller(attempt.visitor().identity(), attempt.visitor().address());
        DialTarget target = new DialTarget(ServiceType.SSH, node.name());
        return new OwnSsh(relays, client)
                .connect(
                        (end, window) ->
                                dials.reach(node, new AgentDials.Stream(caller, target, end, window, () -> {})),
                        attempt);
    }

    @Override
    public void failed(Visitor visitor, SallyportException why) {
        logins.failed(visitor, why);
    }
}
