package org.sallyport.connector.shell;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.security.PublicKey;
import java.util.function.Supplier;
import org.apache.sshd.client.session.ClientSession;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.dial.Dialer;
import org.sallyport.connector.dial.OwnSsh;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.identity.Trust;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.upstream.Attempt;
import org.sallyport.session.upstream.Destination;
import org.sallyport.session.upstream.HostKeyRule;
import org.sallyport.session.upstream.UpstreamClient;

/** A node as a user's own client would reach it: dialled by name, known by its host certificate. For one login. */
final class ShellDestination implements Destination {
    private final Dialer dialer;
    private final Relays relays;
    private final SshCertificateChecker checker;
    private final Supplier<Trust> trust;
    private final Caller.User caller;
    private final DialTarget target;
    private volatile String hostId = "";

    /** @param ways what dials, and what knows host certificates */
    ShellDestination(Ways ways, Caller.User caller, DialTarget target) {
        this.dialer = ways.dialer();
        this.relays = ways.relays();
        this.checker = ways.checker();
        this.trust = ways.trust();
        this.caller = requireNonNull(caller, "caller");
        this.target = requireNonNull(target, "target");
    }

    record Ways(Dialer dialer, Relays relays, SshCertificateChecker checker, Supplier<Trust> trust) {
        Ways {
            requireNonNull(dialer, "dialer");
            requireNonNull(relays, "relays");
            requireNonNull(checker, "checker");
            requireNonNull(trust, "trust");
        }
    }

    @Override
    public Wording wording() {
        return new Wording(
                "SSH server of " + target.name(),
                hostId,
                "see to its agent, or try again in a moment",
                "somebody else may have its tunnel: see to that host before you connect again",
                "your roles, or a lock, changed in this moment, or the node decides by older ones; try again in a moment");
    }

    @Override
    public HostKeyRule hostKeys() {
        return new HostKeyRule.ClusterCertificate(checker, trust, hostId);
    }

    @Override
    public String certificate(Visitor visitor, PublicKey key) {
        throw new IllegalStateException("the visitor has one");
    }

    @Override
    public ClientSession connect(UpstreamClient client, Attempt attempt) throws IOException {
        return new OwnSsh(relays, client)
                .connect((end, window) -> hostId = dialer.dial(caller, target, end, window), attempt);
    }

    @Override
    public void failed(Visitor visitor, SallyportException why) {
        ConnectorLog.LOG.upstreamRefused(target.name(), visitor.identity().user(), why.userMessage(), why.details());
    }
}
