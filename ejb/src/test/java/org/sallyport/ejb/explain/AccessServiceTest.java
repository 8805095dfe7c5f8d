package org.sallyport.ejb.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.AccessChange;
import org.sallyport.api.rest.AccessDiff;
import org.sallyport.api.rest.AccessExplanation;
import org.sallyport.api.rest.AccessReach;
import org.sallyport.api.rest.AccessReason;
import org.sallyport.api.rest.WhatCan;
import org.sallyport.api.rest.WhoCan;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.MemoryPresence;
import org.sallyport.ejb.fixture.Refused;
import org.sallyport.ejb.node.NodeTargets;
import org.sallyport.ejb.node.Nodes;
import org.sallyport.ejb.node.Presence;
import org.sallyport.ejb.proxysession.ProxyBeans;

class AccessServiceTest {
    private static final String DEV = """
            kind: role
            version: v1
            metadata: {name: dev}
            spec:
              options: {max_session_ttl: 8h, max_connections: 3}
              allow:
                logins: [ubuntu, '{{internal.logins}}']
                node_labels: {env: [dev]}
                rules: [{resources: [role], verbs: [read], where: 'resource.metadata.labels.team == "dev"'}]
            """;
    private static final String NO_ROOT = """
            kind: role
            version: v1
            metadata: {name: no-root}
            spec: {deny: {logins: [root]}}
            """;
    private static final String USERS = """
            kind: user
            version: v1
            metadata: {name: dora}
            spec: {roles: [dev], traits: {logins: [root]}}
            ---
            kind: user
            version: v1
            metadata: {name: nora}
            spec: {roles: [dev, no-root], traits: {logins: [root]}}
            """;

    private final AuthServer server = new AuthServer();
    private final Presence presence = new Presence(new MemoryPresence(), server.clock);
    private final AccessServiceBean access = new AccessServiceBean(
            server.authorizer,
            server.directory,
            new NodeTargets(new Nodes(presence, server.agentless)),
            server.evaluator);

    @BeforeEach
    void cluster() {
        presence.start();
        node("h1", "web1", "dev");
        node("h2", "web2", "dev");
        node("h3", "db1", "prod");
        for (String documents : List.of(DEV, NO_ROOT, USERS)) {
            new ResourceCodec()
                    .parseYamlDocuments(documents)
                    .forEach(document -> server.resources.create(AuthServer.SYSTEM, document));
        }
    }

    private void node(String hostId, String name, String env) {
        presence.heartbeat(
                new Node(hostId, name, Map.of("env", env), Set.of(ServiceType.SSH), "1", true, Instant.EPOCH),
                Duration.ofHours(1));
    }

    @Test
    void explainsAnAllowAndADenyWithTheRulesThatDecide() {
        AccessExplanation dora = access.explain(server.admin(), "dora", "login:root", "node/web1");
        assertThat(dora.allowed()).isTrue();
        assertThat(dora.decisive()).extracting(AccessReason::rule).containsExactly("allow.node_labels");
        AccessExplanation nora = access.explain(server.admin(), "nora", "login:root", "node/h1");
        assertThat(nora.allowed()).isFalse();
        assertThat(nora.decisive())
                .containsExactly(
                        new AccessReason("no-root", "deny.logins", "denied", "role no-root denies the login root"));
        assertThat(nora.needed()).contains("no role denies it");
        AccessExplanation prod = access.explain(server.admin(), "dora", "login:root", "node/db1");
        assertThat(prod.decisive()).isEmpty();
        assertThat(prod.needed()).contains("allow.node_labels match node db1");
    }

    @Test
    void nodesWithoutAnAgentAreToldAsSuch() {
        new ProxyBeans(server).enrol("legacy1", "192.0.2.40", Map.of("env", "dev"));
        AccessExplanation told = access.explain(server.admin(), "dora", "login:root", "node/legacy1");
        assertThat(told.allowed()).isTrue();
        assertThat(told.agentless()).isTrue();
        assertThat(access.explain(server.admin(), "dora", "login:root", "node/web1")
                        .agentless())
                .isFalse();
        assertThat(access.whoCan(server.admin(), "login:root", "node"))
                .returns(4, WhoCan::nodes)
                .returns(1, WhoCan::agentless);
        assertThat(access.whatCan(server.admin(), "dora").agentless()).isEqualTo(1);
    }

    @Test
    void everybodyMayAskAboutHimselfAndFewAboutOthers() {
        Caller.User dora = server.as("dora");
        assertThat(access.explain(dora, "dora", "view", "node/web1").allowed()).isTrue();
        assertThat(access.whatCan(dora, "dora").logins())
                .containsExactly(
                        new AccessReach("root", 2, List.of("web1", "web2")),
                        new AccessReach("ubuntu", 2, List.of("web1", "web2")));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> access.explain(dora, "nora", "view", "node/web1"));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> access.whoCan(dora, "view", "node"));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> access.diff(dora, List.of()));
    }

    @Test
    void tellsWhoCan() {
        WhoCan root = access.whoCan(server.admin(), "login:root", "node");
        assertThat(root.nodes()).isEqualTo(3);
        assertThat(root.users()).containsExactly(new AccessReach("dora", 2, List.of("web1", "web2")));
        assertThat(access.whoCan(server.admin(), "login:ubuntu", "node/web2").users())
                .extracting(AccessReach::name)
                .containsExactly("dora", "nora");
        assertThat(access.whoCan(server.admin(), "login:ubuntu", "node/db1").users())
                .isEmpty();
        assertThat(access.whoCan(server.admin(), "delete", "role/dev").users())
                .extracting(AccessReach::name)
                .containsExactly("admin");
        assertThat(access.whoCan(server.admin(), "agent_forwarding:ubuntu", "node")
                        .users())
                .isEmpty();
    }

    @Test
    void tellsWhatCan() {
        WhatCan dora = access.whatCan(server.admin(), "dora");
        assertThat(dora.nodes()).isEqualTo(3);
        assertThat(dora.verbs()).containsExactly(Map.entry("role", List.of("read*")));
        assertThat(dora.options()).containsEntry("max_session_ttl", "8h").containsEntry("max_connections", "3");
        assertThat(access.whatCan(server.admin(), "admin").verbs().get("role"))
                .containsExactly("create", "delete", "list", "read", "update");
        assertThat(access.whatCan(server.admin(), "admin").verbs().get("cert_authority"))
                .contains("read", "update");
    }

    @Test
    void tellsWhatAChangedRoleWouldGiveAndTakeAndChangesNothing() {
        String wider = DEV.replace("env: [dev]", "env: [prod]")
                .replace("8h", "4h")
                .replace("verbs: [read]", "verbs: [read, list]");
        AccessDiff diff = access.diff(server.admin(), new ResourceCodec().parseYamlDocuments(wider));
        assertThat(diff.users()).extracting(AccessChange::user).containsExactly("dora", "nora");
        AccessChange dora = diff.users().getFirst();
        assertThat(dora.gained())
                .containsExactly(
                        new AccessReach("root", 1, List.of("db1")), new AccessReach("ubuntu", 1, List.of("db1")));
        assertThat(dora.lost()).extracting(AccessReach::count).containsExactly(2, 2);
        assertThat(dora.verbsGained()).containsExactly("list* role");
        assertThat(dora.options()).containsExactly("max_session_ttl: 8h -> 4h");
        assertThat(diff.users().getLast().gained())
                .extracting(AccessReach::name)
                .containsExactly("ubuntu");
        assertThat(access.explain(server.admin(), "dora", "login:root", "node/web1")
                        .allowed())
                .isTrue();
        assertThat(access.diff(server.admin(), new ResourceCodec().parseYamlDocuments(DEV))
                        .users())
                .isEmpty();
        Refused.with(
                ErrorCode.INVALID_RESOURCE,
                () -> access.diff(
                        server.admin(),
                        new ResourceCodec().parseYamlDocuments(DEV.replace("'{{internal.logins}}'", "'{{'"))));
    }

    @Test
    void aQuestionThatCannotBeReadSaysWhatMayBeWritten() {
        assertThat(Refused.with(
                                ErrorCode.INVALID_ARGUMENT,
                                () -> access.explain(server.admin(), "dora", "fly", "node/web1"))
                        .userMessage())
                .contains("login:LOGIN");
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> access.explain(server.admin(), "dora", "view", "node"));
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> access.explain(server.admin(), "dora", "view", "role/dev"));
        Refused.with(ErrorCode.NOT_FOUND, () -> access.explain(server.admin(), "dora", "view", "node/none"));
        Refused.with(ErrorCode.NOT_FOUND, () -> access.explain(server.admin(), "nobody", "view", "node/web1"));
    }
}
