package org.sallyport.session.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.access.FakeKnowledge;
import org.sallyport.core.access.SessionOptions;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.messages.Place;
import org.sallyport.session.process.ByteStream;
import org.sallyport.session.process.HostConnection;
import org.sallyport.session.process.Launch;
import org.sallyport.session.process.SessionProcess;

/** Ann's, as root at web1, of role access, by the proxy. */
public final class TestConnection {
    private TestConnection() {}

    public static Connection of(FakeKnowledge knowledge, Set<String> permits, HostConnection host, AuditSink audit) {
        UserIdentity ann = new UserIdentity(
                "ann",
                List.of("root"),
                List.of("access"),
                Map.of(),
                permits,
                "",
                7,
                Instant.now().plusSeconds(600));
        SessionOptions options = new SessionOptions(
                Duration.ofHours(1), true, true, true, true, false, Optional.empty(), Optional.empty());
        return new Connection(
                new Admission(ann, "root", options, Optional.empty()),
                new DialRequest(ServiceType.SSH, "web1", "ann", "192.0.2.7", "", false),
                new NegotiatedAlgorithms("", "", ""),
                new NodeAccess(
                        Place.PROXY, knowledge, () -> new NodeTarget("host-id", "web1", Map.of()), Clock.systemUTC()),
                audit,
                host);
    }

    /** For those who do not get so far. */
    public static class NoHost implements HostConnection {
        @Override
        public SessionProcess start(Launch launch) {
            throw new AssertionError();
        }

        @Override
        public void forwardAgent() {
            throw new AssertionError();
        }

        @Override
        public ByteStream connect(String target, int port) {
            throw new AssertionError();
        }

        @Override
        public int listen(String address, int port) {
            throw new AssertionError();
        }

        @Override
        public int lowestPort() {
            throw new AssertionError();
        }

        @Override
        public boolean cancel(String address, int port) {
            throw new AssertionError();
        }

        @Override
        public void close() {}
    }
}
