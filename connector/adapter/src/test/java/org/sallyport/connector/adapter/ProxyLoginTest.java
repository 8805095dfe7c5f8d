package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sallyport.connector.adapter.RunningProxy.await;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.keys.SshKeys;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProxyLoginTest {
    private final BlockingQueue<String> banners = new LinkedBlockingQueue<>();
    private final KeyPair pair = SshKeys.generate();
    private RunningProxy proxy;

    @BeforeEach
    void start() {
        proxy = new RunningProxy();
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
    }

    @Test
    void userAndAgentAreToldApartByCertificateAndReportedOnce() throws Exception {
        String hostId = UUID.randomUUID().toString();
        proxy.peers.connect("whoever", proxy.cluster.user("jo", "root"));
        proxy.peers.connect("whoever", proxy.cluster.agent(hostId));
        await("tunnel up", () -> proxy.listener.tunnels.contains("up " + hostId));
        assertThat(proxy.listener.logins).hasSize(2);
        assertThat(proxy.listener.logins.get(0))
                .isInstanceOfSatisfying(
                        UserIdentity.class, user -> assertThat(user.user()).isEqualTo("jo"));
        assertThat(proxy.listener.logins.get(1))
                .isInstanceOfSatisfying(
                        AgentIdentity.class, agent -> assertThat(agent.hostId()).isEqualTo(hostId));
        assertThat(proxy.listener.refusals).isEmpty();
    }

    @Test
    void bareKeyIsRefused() throws Exception {
        assertRefused(ErrorCode.CERTIFICATE_REQUIRED, "jo", pair);
    }

    @Test
    void certificateOfAnotherCaIsRefused() throws Exception {
        assertRefused(ErrorCode.CERTIFICATE_UNTRUSTED, user().build(SshKeys.generate()));
    }

    @Test
    void expiredCertificateIsRefused() throws Exception {
        Instant now = Instant.now();
        assertRefused(
                ErrorCode.CERTIFICATE_EXPIRED,
                user().valid(now.minusSeconds(7200), now.minusSeconds(60)).build(proxy.cluster.userCa));
    }

    @Test
    void hostCertificateIsRefusedAsAUsers() throws Exception {
        OpenSshCertificate host = proxy.cluster
                .draft(OpenSshCertificateBuilder.hostCertificate(), pair)
                .id("web-1")
                .principals(List.of("web-1"))
                .build(proxy.cluster.hostCa);
        assertRefused(ErrorCode.CERTIFICATE_WRONG_TYPE, host);
    }

    @Test
    void principalWithACommaIsRefused() throws Exception {
        assertRefused(
                ErrorCode.CERTIFICATE_MALFORMED,
                user().principals(List.of("root,admin")).build(proxy.cluster.userCa));
    }

    @Test
    void usersCaCannotMakeAnAgent() throws Exception {
        String agent = "agent:" + UUID.randomUUID();
        assertRefused(
                ErrorCode.PRINCIPAL_NOT_ALLOWED,
                user().id(agent).principals(List.of(agent)).build(proxy.cluster.userCa));
    }

    @Test
    void lockedUserIsRefusedByTheAuthServiceAfterTheSignature() throws Exception {
        proxy.listener.admission = (identity, address) ->
                Optional.of(new SallyportException(ErrorCode.LOCKED, "auth: jo is locked; ask an administrator"));
        assertRefused(ErrorCode.LOCKED, user().build(proxy.cluster.userCa));
    }

    @Test
    void loginThatCannotBeRecordedIsRefusedToUsersAndLeavesAgentsAlone() throws Exception {
        proxy.listener.storeAway = true;
        assertRefused(ErrorCode.STORE_UNAVAILABLE, user().build(proxy.cluster.userCa));
        String hostId = UUID.randomUUID().toString();
        proxy.peers.connect("whoever", proxy.cluster.agent(hostId));
        await("tunnel up", () -> proxy.listener.tunnels.contains("up " + hostId));
    }

    @Test
    void signatureWithAnotherKeyIsNoLogin() throws Exception {
        OpenSshCertificate certificate = user().build(proxy.cluster.userCa);
        KeyPair other = SshKeys.generate();
        assertThatThrownBy(() -> login(new KeyPair(certificate, other.getPrivate())))
                .isInstanceOf(IOException.class);
        assertThat(proxy.listener.logins).isEmpty();
    }

    private TestCluster.Draft user() {
        return proxy.cluster
                .draft(OpenSshCertificateBuilder.userCertificate(), pair)
                .id("jo")
                .principals(List.of("root"))
                .extension(CertificateNames.ROLES, "[\"access\"]");
    }

    private void assertRefused(ErrorCode code, OpenSshCertificate certificate) throws Exception {
        assertRefused(code, certificate.getId(), new KeyPair(certificate, pair.getPrivate()));
    }

    private void assertRefused(ErrorCode code, String claimed, KeyPair presented) throws Exception {
        assertThatThrownBy(() -> login(presented)).isInstanceOf(IOException.class);
        await("refusal reported", () -> !proxy.listener.refusals.isEmpty());
        assertThat(proxy.listener.refusals).singleElement().satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.claimed()).isEqualTo(claimed);
            assertThat(refusal.address()).isEqualTo("127.0.0.1");
            assertThat(banners).containsExactly(refusal.message() + "\r\n");
        });
        assertThat(proxy.listener.logins).isEmpty();
    }

    /** MINA would not send a certificate that it can see is wrong, unless it is asked for it in this way. */
    private void login(KeyPair presented) throws IOException {
        SshClient client = proxy.peers.client();
        Iterator<KeyPair> offers = List.of(presented).iterator();
        client.setUserInteraction(new UserInteraction() {
            @Override
            public KeyPair resolveAuthPublicKeyIdentityAttempt(ClientSession session) {
                return offers.hasNext() ? offers.next() : null;
            }

            @Override
            public void welcome(ClientSession session, String banner, String language) {
                banners.add(banner);
            }

            @Override
            public String[] interactive(
                    ClientSession session,
                    String name,
                    String instruction,
                    String lang,
                    String[] prompt,
                    boolean[] echo) {
                throw new AssertionError("only public keys are offered");
            }

            @Override
            public String getUpdatedPassword(ClientSession session, String prompt, String lang) {
                throw new AssertionError("only public keys are offered");
            }
        });
        try (ClientSession session = client.connect("jo", "127.0.0.1", proxy.endpoint.sshPort())
                .verify(Duration.ofSeconds(20))
                .getSession()) {
            session.auth().verify(Duration.ofSeconds(20));
        }
    }
}
