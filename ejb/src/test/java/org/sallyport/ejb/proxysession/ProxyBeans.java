package org.sallyport.ejb.proxysession;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.OpensshNodeSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.core.connector.ProxySessions.ProxyLogin;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.ejb.fixture.AuthServer;

/** The Auth Service's half of SSH that ends at the proxy, put together by hand. */
public final class ProxyBeans {
    public static final String HOST_KEY = SshKeys.line(SshKeys.generate().getPublic());

    private final AuthServer server;
    public final ServerKnowledge knowledge;
    public final ProxySessionDesk desk;

    public ProxyBeans(AuthServer server) {
        this.server = server;
        ProxyId id = new ProxyId(() -> "one");
        knowledge = new ServerKnowledge(server.directory, server.feed, server.trust);
        knowledge.start();
        desk = new ProxySessionDesk(
                new Courses(server.agentless, server.directory, server.evaluator, server.joinable),
                new ProxyCertificates(
                        new LoginRights(server.locks, server.directory, server.evaluator, server.joinable),
                        server.issuer,
                        server.keyring,
                        server.cluster,
                        server.transactions),
                knowledge,
                new ProxyReports(id, server.audit, server.liveSessions, server.sessionEnds, server.nodes),
                null,
                server.recordingKeys);
    }

    /** Writes a node without an agent down. */
    public void enrol(String name, String address, Map<String, String> labels) {
        server.resources.create(
                server.admin(),
                Resource.of(
                        new Metadata(name, "", labels, Optional.empty(), 0),
                        new OpensshNodeSpec(address, List.of(HOST_KEY))));
    }

    Node node(String name) {
        return server.nodes.named(name).getFirst();
    }

    UserIdentity ann(String... roles) {
        return new UserIdentity(
                "ann",
                List.of("root", "deploy"),
                List.of(roles),
                Map.of("logins", List.of("root", "deploy")),
                Set.of("permit-pty"),
                "192.0.2.7",
                42,
                server.clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3600));
    }

    ProxyLogin login(UserIdentity user, String login, Node node) {
        return new ProxyLogin(user, login, node, SshKeys.generate().getPublic(), "192.0.2.7");
    }
}
