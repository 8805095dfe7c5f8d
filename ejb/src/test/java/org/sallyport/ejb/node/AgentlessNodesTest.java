package org.sallyport.ejb.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.OpensshNodeSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.Page;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;
import org.sallyport.ejb.proxysession.ProxyBeans;

/** Nodes without an agent among those that have one. */
class AgentlessNodesTest {
    private static final String AGENT = "6a1d0c1e-27d5-45a6-9a7e-3a2f4e1f0c9b";
    private static final Duration LONG = Duration.ofHours(1);

    private final AuthServer server = new AuthServer();
    private final ProxyBeans beans = new ProxyBeans(server);
    private final NodeDirectory directory =
            new NodeDirectory(server.nodes, server.directory, server.evaluator, server.joinable);
    private final NodeServiceBean service = new NodeServiceBean(directory);

    private void enrol(String name) {
        beans.enrol(name, "192.0.2.1", Map.of("env", "db"));
    }

    private void agent(String hostId, String name) {
        server.presence.heartbeat(
                new Node(hostId, name, Map.of(), Set.of(ServiceType.SSH), "1", true, server.clock.instant()), LONG);
    }

    private List<Node> route(String target) {
        return directory.route(server.admin(), new DialTarget(ServiceType.SSH, target));
    }

    @Test
    void theyAreListedAmongTheOthersByNamePageByPage() {
        agent(AGENT, "beta");
        agent("0a1d0c1e-27d5-45a6-9a7e-3a2f4e1f0c9b", "delta");
        enrol("alpha");
        enrol("Gamma");
        assertThat(service.list(server.admin(), "", "", 10).items())
                .extracting(Node::name)
                .containsExactly("alpha", "beta", "delta", "Gamma");
        Page<Node> first = service.list(server.admin(), "", "", 3);
        assertThat(service.list(server.admin(), "", first.nextCursor(), 3).items())
                .extracting(Node::name)
                .containsExactly("Gamma");
        assertThat(service.list(server.admin(), "env=db", "", 10).items())
                .hasSize(2)
                .allSatisfy(node -> {
                    assertThat(node.agentless()).isTrue();
                    assertThat(node.online()).as("nobody hears of it").isFalse();
                });
    }

    @Test
    void theyAreFoundByNameWhateverItsCaseAndByAHostIdThatStays() {
        enrol("db1");
        String hostId = route("DB1").getFirst().hostId();
        assertThat(route(hostId)).extracting(Node::name).containsExactly("db1");
        server.resources.delete(server.admin(), ResourceKind.OPENSSH_NODE, "db1", Optional.empty());
        assertThat(route("db1")).isEmpty();
        enrol("db1");
        assertThat(route("db1").getFirst().hostId()).isEqualTo(hostId);
        assertThat(server.nodes.namesOf(hostId)).containsExactlyInAnyOrder(hostId, "db1");
    }

    @Test
    void whoSeesNoNodeOfItsLabelsIsNotLedThere() {
        enrol("db1");
        server.user("eve", "auditor");
        assertThat(directory.route(server.as("eve"), new DialTarget(ServiceType.SSH, "db1")))
                .isEmpty();
    }

    @Test
    void theNameOfAnAgentsNodeIsNotToBeHad() {
        agent(AGENT, "web1");
        SallyportException refusal = Refused.with(ErrorCode.ALREADY_EXISTS, () -> enrol("Web1"));
        assertThat(refusal.userMessage()).contains("that of a node with an agent (" + AGENT + ")");
    }

    @Test
    void anAgentThatWasAwayKeepsItsUsersAndTheOtherIsReachedByHostId() {
        enrol("web1");
        String hostId = route("web1").getFirst().hostId();
        agent(AGENT, "web1");
        assertThat(route("web1")).extracting(Node::hostId).containsExactly(AGENT);
        assertThat(route(hostId)).extracting(Node::agentless).containsExactly(true);
        // whoever does not see the agent's node is not led to the other one under its name either
        assertThat(server.nodes.named("web1")).extracting(Node::hostId).containsExactly(AGENT);
    }

    @Test
    void aHostIdGoesBeforeEveryName() {
        enrol("db1");
        String documented = route("db1").getFirst().hostId();
        // agents that joined by such names before these were refused
        agent(AGENT, documented);
        agent("0a1d0c1e-27d5-45a6-9a7e-3a2f4e1f0c9b", AGENT);
        assertThat(route(documented)).extracting(Node::name).containsExactly("db1");
        assertThat(route(AGENT)).extracting(Node::name).containsExactly(documented);
    }

    @Test
    void namesThatDifferOnlyInCaseOrAreSomebodyElsesAreRefused() {
        enrol("db1");
        Refused.with(ErrorCode.ALREADY_EXISTS, () -> enrol("DB1"));
        Refused.with(ErrorCode.INVALID_RESOURCE, () -> enrol("east"));
        Refused.with(ErrorCode.INVALID_RESOURCE, () -> enrol("localhost"));
        Refused.with(ErrorCode.INVALID_RESOURCE, () -> enrol("proxy.example.org"));
        Refused.with(ErrorCode.INVALID_RESOURCE, () -> enrol("10.0.0.1"));
        Refused.with(ErrorCode.INVALID_RESOURCE, () -> enrol(AGENT));
        Refused.with(ErrorCode.INVALID_RESOURCE, () -> enrol(AGENT + ".east"));
        Refused.with(ErrorCode.INVALID_RESOURCE, () -> enrol("a@b"));
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        String damaged = ProxyBeans.HOST_KEY.substring(0, ProxyBeans.HOST_KEY.length() - 8);
        Refused.with(
                ErrorCode.INVALID_RESOURCE,
                () -> server.resources.create(
                        server.admin(),
                        Resource.of(Metadata.named("db2"), new OpensshNodeSpec("192.0.2.1", List.of(damaged)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0:2222", "169.254.169.254:80", "[::1]", "[fe80::1]", "[ff02::1]:22"})
    void theProxyItselfAndItsLinkAreNoHosts(String address) {
        SallyportException refusal =
                Refused.with(ErrorCode.INVALID_RESOURCE, () -> beans.enrol("db2", address, Map.of()));
        assertThat(refusal.userMessage()).contains("spec.address").contains("sallyport.openssh.local=true");
        beans.enrol("db2", "10.0.0.2", Map.of());
        NodeNames allowing =
                new NodeNames(server.presence, server.directory, Map.of("sallyport.openssh.local", "true")::get);
        allowing.require(
                Resource.of(Metadata.named("db3"), new OpensshNodeSpec(address, List.of(ProxyBeans.HOST_KEY))));
    }

    @Test
    void onlyWhoHasTheRuleWritesThem() {
        server.user("dev", "access");
        Refused.with(
                ErrorCode.ACCESS_DENIED,
                () -> server.resources.create(
                        server.as("dev"),
                        Resource.of(
                                Metadata.named("db2"),
                                new OpensshNodeSpec("192.0.2.1", List.of(ProxyBeans.HOST_KEY)))));
    }

    @Test
    void oneThatHasExpiredIsGone() {
        server.resources.create(
                server.admin(),
                Resource.of(
                        Metadata.named("db3").withExpires(server.clock.instant().plusSeconds(60)),
                        new OpensshNodeSpec("192.0.2.1", List.of(ProxyBeans.HOST_KEY))));
        assertThat(route("db3")).hasSize(1);
        server.clock.advance(Duration.ofSeconds(61));
        assertThat(route("db3")).isEmpty();
        assertThat(service.list(server.admin(), "", "", 10).items()).isEmpty();
    }
}
