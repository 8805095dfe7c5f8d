package org.sallyport.ejb.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.OpensshNodeSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.JoinRequest;
import org.sallyport.api.rest.JoinResponse;
import org.sallyport.api.rest.TokenCreation;
import org.sallyport.core.ca.TunnelCertificates;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.join.JoinProof;
import org.sallyport.core.join.JoinService.RenewKeys;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;

class JoinServiceTest {
    private final AuthServer server = new AuthServer();
    private final KeyPair tunnel = SshKeys.generate();
    private final String hostKey = SshKeys.line(SshKeys.generate().getPublic());
    private final String tlsKey = TlsKeys.publicPem(TlsKeys.generate().getPublic());

    @Test
    void goodTokenMakesAMemberWithExactlyTheServicesAskedFor() {
        JoinResponse joined = join(request(token(ServiceType.SSH, ServiceType.DB), ServiceType.SSH));
        assertThat(joined.services()).containsExactly(ServiceType.SSH);
        assertThat(new TunnelCertificates(server.clock)
                        .check(joined.tunnelCertificate(), server.trust.trust(), "192.0.2.7")
                        .identity()
                        .services())
                .containsExactly(ServiceType.SSH);
        assertThat(server.audit.of("agent.joined")).singleElement().satisfies(event -> assertThat(event.resource())
                .isEqualTo(joined.hostId()));
    }

    @Test
    void everyRefusalLooksTheSameOutsideAndHasItsReasonInside() {
        String good = token(ServiceType.SSH);
        String spent = server.tokens
                .create(server.admin(), new TokenCreation("spent", List.of(ServiceType.SSH), null, 1))
                .value();
        join(request(spent, ServiceType.SSH));
        String expired = server.tokens
                .create(server.admin(), new TokenCreation("old", List.of(ServiceType.SSH), "1m", null))
                .value();
        server.clock.advance(Duration.ofMinutes(2));
        List<SallyportException> refusals = new ArrayList<>();
        refusals.add(refused(request("nobody.abc", ServiceType.SSH)));
        refusals.add(refused(request("without-a-dot", ServiceType.SSH)));
        refusals.add(refused(request(good + "x", ServiceType.SSH)));
        refusals.add(refused(request(expired, ServiceType.SSH)));
        refusals.add(refused(request(good, ServiceType.DB)));
        refusals.add(refused(request(spent, ServiceType.SSH)));
        assertThat(refusals)
                .extracting(SallyportException::userMessage)
                .containsOnly(refusals.get(0).userMessage());
        assertThat(server.audit.of("agent.join.refused"))
                .extracting(event -> event.fields().get("reason"))
                .containsExactly(
                        "unknown_token",
                        "unknown_token",
                        "bad_secret",
                        "expired_token",
                        "wrong_service",
                        "spent_token");
    }

    @Test
    void noAgentTakesTheNameOfANodeWithoutOne() {
        server.resources.create(
                server.admin(), Resource.of(Metadata.named("DB1"), new OpensshNodeSpec("192.0.2.1", List.of(hostKey))));
        String once = server.tokens
                .create(server.admin(), new TokenCreation("once", List.of(ServiceType.SSH), null, 1))
                .value();
        refused(new JoinRequest(once, "", "db1", List.of(ServiceType.SSH), hostKey, line(), tlsKey, null, null));
        assertThat(server.audit.of("agent.join.refused")).singleElement().satisfies(event -> {
            assertThat(event.fields()).containsEntry("reason", "name_taken");
            assertThat(event.message()).contains("openssh_node 'DB1'");
        });
        assertThat(server.secretRepository.find("once").orElseThrow().uses()).isZero();
    }

    @Test
    void refusedJoinUsesNothingUp() {
        String once = server.tokens
                .create(server.admin(), new TokenCreation("once", List.of(ServiceType.SSH), null, 1))
                .value();
        refused(request(once, ServiceType.DB));
        JoinRequest damaged = new JoinRequest(
                once, "", "node name with spaces", List.of(ServiceType.SSH), hostKey, line(), tlsKey, null, null);
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> join(damaged));
        assertThat(server.secretRepository.find("once").orElseThrow().uses()).isZero();
        join(request(once, ServiceType.SSH));
        assertThat(server.secretRepository.find("once").orElseThrow().uses()).isEqualTo(1);
    }

    @Test
    void nobodyJoinsUnderTheProxysName() {
        for (String name : List.of("proxy.example.org", "PROXY.example.org")) {
            JoinRequest request = new JoinRequest(
                    token(ServiceType.SSH), "", name, List.of(ServiceType.SSH), hostKey, line(), tlsKey, null, null);
            assertThat(Refused.with(ErrorCode.INVALID_ARGUMENT, () -> join(request)))
                    .hasMessageContaining("the proxy's own");
        }
    }

    @Test
    void nobodyJoinsUnderWhatCouldBeAHostId() {
        JoinResponse other = join(request(token(ServiceType.SSH), ServiceType.SSH));
        for (String name : List.of(other.hostId(), other.hostId().toUpperCase(Locale.ROOT), other.hostId() + ".east")) {
            JoinRequest request = new JoinRequest(
                    token(ServiceType.SSH), "", name, List.of(ServiceType.SSH), hostKey, line(), tlsKey, null, null);
            assertThat(Refused.with(ErrorCode.INVALID_ARGUMENT, () -> join(request)))
                    .hasMessageContaining("looks like a host id");
        }
    }

    @Test
    void serviceIsAddedInPlaceByATokenAndAProof() {
        JoinResponse first = join(request(token(ServiceType.SSH), ServiceType.SSH));
        JoinResponse second = join(again(first, token(ServiceType.DB), tunnel, ServiceType.DB));
        assertThat(second.hostId()).isEqualTo(first.hostId());
        assertThat(second.services()).containsExactly(ServiceType.SSH, ServiceType.DB);
    }

    @Test
    void hostIdIsNotGivenToWhoCannotProveIt() {
        JoinResponse first = join(request(token(ServiceType.SSH), ServiceType.SSH));
        String token = token(ServiceType.SSH);
        refused(again(first, token, SshKeys.generate(), ServiceType.SSH));
        JoinResponse other = join(request(token, ServiceType.SSH));
        JoinRequest stolenId = again(other, token, tunnel, ServiceType.SSH);
        refused(signed(withHostId(stolenId, first.hostId()), tunnel));
        refused(withHostId(request(token, ServiceType.SSH), first.hostId()));
        server.clock.advance(Duration.ofHours(25));
        refused(again(first, token(ServiceType.SSH), tunnel, ServiceType.SSH));
        assertThat(server.audit.of("agent.join.refused"))
                .extracting(event -> event.fields().get("reason"))
                .containsOnly("bad_proof")
                .hasSize(4);
    }

    @Test
    void certificateInPlaceOfAKeyIsRefused() {
        JoinResponse first = join(request(token(ServiceType.SSH), ServiceType.SSH));
        JoinRequest request = new JoinRequest(
                token(ServiceType.SSH),
                "",
                "node",
                List.of(ServiceType.SSH),
                first.hostCertificate(),
                line(),
                tlsKey,
                null,
                null);
        Refused.with(ErrorCode.CERTIFICATE_WRONG_TYPE, () -> join(request));
    }

    @Test
    void renewalKeepsIdentityAndServices() {
        JoinResponse first = join(request(token(ServiceType.SSH), ServiceType.SSH));
        server.clock.advance(Duration.ofHours(16));
        Caller.Agent agent = new Caller.Agent(first.hostId(), "node", Set.of(ServiceType.SSH), "192.0.2.7");
        JoinResponse renewed = server.join.renew(agent, new RenewKeys(hostKey, line(), tlsKey, "node"));
        assertThat(renewed.hostId()).isEqualTo(first.hostId());
        assertThat(renewed.services()).isEqualTo(first.services());
        assertThat(renewed.expires()).isAfter(first.expires());
        assertThat(server.audit.of("agent.renewed")).hasSize(1);
        Refused.with(
                ErrorCode.INVALID_ARGUMENT,
                () -> server.join.renew(agent, new RenewKeys("nonsense", line(), tlsKey, "node")));
        assertThat(server.audit.of("agent.renew.refused")).hasSize(1);
    }

    @Test
    void anAgentRenewsUnderNoOtherNameAndTakesOneOnlyWithAToken() {
        JoinResponse first = join(request(token(ServiceType.SSH), ServiceType.SSH));
        Caller.Agent agent = new Caller.Agent(first.hostId(), "node", Set.of(ServiceType.SSH), "192.0.2.7");
        assertThat(Refused.with(
                                ErrorCode.ACCESS_DENIED,
                                () -> server.join.renew(agent, new RenewKeys(hostKey, line(), tlsKey, "database")))
                        .userMessage())
                .contains("joined as node 'node'");
        assertThat(server.audit.of("agent.renew.refused")).hasSize(1);
        assertThat(nodeOf(first)).isEqualTo("node");

        JoinRequest renamed = again(first, token(ServiceType.SSH), tunnel, ServiceType.SSH);
        JoinResponse second = join(signed(
                new JoinRequest(
                        renamed.token(),
                        renamed.hostId(),
                        "database",
                        renamed.services(),
                        hostKey,
                        line(),
                        tlsKey,
                        renamed.tunnelCertificate(),
                        null),
                tunnel));
        assertThat(second.hostId()).isEqualTo(first.hostId());
        assertThat(nodeOf(second)).isEqualTo("database");
    }

    private static String nodeOf(JoinResponse response) {
        return SshKeys.parseCertificate(response.tunnelCertificate())
                .getExtensionsMap()
                .get(CertificateNames.NODE);
    }

    @Test
    void tokenIsMadeByWhoMayMakeTokensOnly() {
        server.user("ann", "auditor");
        Refused.with(
                ErrorCode.ACCESS_DENIED,
                () -> server.tokens.create(
                        server.as("ann"), new TokenCreation("t", List.of(ServiceType.SSH), null, null)));
        Refused.with(
                ErrorCode.INVALID_ARGUMENT,
                () -> server.tokens.create(
                        server.admin(), new TokenCreation("t", List.of(ServiceType.SSH), "31d", null)));
        Refused.with(
                ErrorCode.INVALID_RESOURCE,
                () -> server.tokens.create(server.admin(), new TokenCreation("t", List.of(), null, null)));
    }

    private String token(ServiceType... services) {
        return server.tokens
                .create(server.admin(), new TokenCreation("", List.of(services), null, null))
                .value();
    }

    private String line() {
        return SshKeys.line(tunnel.getPublic());
    }

    private JoinRequest request(String token, ServiceType... services) {
        return new JoinRequest(token, "", "node", List.of(services), hostKey, line(), tlsKey, null, null);
    }

    private JoinRequest again(JoinResponse known, String token, KeyPair key, ServiceType... services) {
        return signed(
                new JoinRequest(
                        token,
                        known.hostId(),
                        "node",
                        List.of(services),
                        hostKey,
                        line(),
                        tlsKey,
                        known.tunnelCertificate(),
                        null),
                key);
    }

    private static JoinRequest signed(JoinRequest request, KeyPair key) {
        return new JoinRequest(
                request.token(),
                request.hostId(),
                request.nodeName(),
                request.services(),
                request.hostPublicKey(),
                request.tunnelPublicKey(),
                request.tlsPublicKey(),
                request.tunnelCertificate(),
                JoinProof.sign(request, key));
    }

    private static JoinRequest withHostId(JoinRequest request, String hostId) {
        return new JoinRequest(
                request.token(),
                hostId,
                request.nodeName(),
                request.services(),
                request.hostPublicKey(),
                request.tunnelPublicKey(),
                request.tlsPublicKey(),
                request.tunnelCertificate(),
                request.proof());
    }

    private JoinResponse join(JoinRequest request) {
        return server.join.join(AuthServer.STRANGER, request);
    }

    private SallyportException refused(JoinRequest request) {
        return Refused.with(ErrorCode.JOIN_REFUSED, () -> join(request));
    }
}
