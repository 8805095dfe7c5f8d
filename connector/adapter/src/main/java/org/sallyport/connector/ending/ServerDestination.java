package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.security.PublicKey;
import org.apache.sshd.client.session.ClientSession;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.connector.ProxySessions.Course;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.upstream.Attempt;
import org.sallyport.session.upstream.Destination;
import org.sallyport.session.upstream.HostKeyRule;
import org.sallyport.session.upstream.UpstreamClient;

/** A stock sshd, over a connection from this proxy to it. */
final class ServerDestination implements Destination {
    private final NodeLogins logins;
    private final Course.ToServer server;
    private final ServerAddresses addresses;

    ServerDestination(NodeLogins logins, Course.ToServer server, ServerAddresses addresses) {
        this.logins = requireNonNull(logins, "logins");
        this.server = requireNonNull(server, "server");
        this.addresses = requireNonNull(addresses, "addresses");
    }

    @Override
    public Wording wording() {
        return new Wording(
                "sshd of " + logins.node().name(),
                server.host(),
                "start sshd there, or correct the node's address (" + server.host() + " port " + server.port()
                        + ") and the firewalls in between",
                "if the host was made anew, enter its new host key in the node; else somebody is in between",
                "its sshd_config wants the cluster's openssh CA as TrustedUserCAKeys (sallyport nodes host-setup), and the"
                        + " account must be there and may log in");
    }

    @Override
    public HostKeyRule hostKeys() {
        return HostKeyRule.Enrolled.of(server.hostKeys());
    }

    @Override
    public String certificate(Visitor visitor, PublicKey key) {
        return logins.certificate(visitor, key);
    }

    @Override
    public ClientSession connect(UpstreamClient client, Attempt attempt) throws IOException {
        return client.connect(addresses.of(server.host(), server.port()), attempt);
    }

    @Override
    public void failed(Visitor visitor, SallyportException why) {
        logins.failed(visitor, why);
    }
}
