package org.sallyport.transport.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.api.resource.SshAlgorithms;

/** The algorithms and their policy between a whole MINA server and client, and between it and stock ssh. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AlgorithmGateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ML_KEM = "mlkem768x25519-sha256";
    private static final String SNTRUP = "sntrup761x25519-sha512@openssh.com";

    private final SshServer server = SshServer.setUpDefaultServer();
    private final SshClient client = SshClient.setUpDefaultClient();
    private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
    private volatile SshAlgorithms policy = SshAlgorithms.ALL;

    @BeforeEach
    void start() throws IOException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        server.setPasswordAuthenticator((user, password, session) -> true);
        AlgorithmGate.install(server, "here", () -> policy, (session, refusal) -> refusals.add(refusal.userMessage()));
        server.start();
        client.setServerKeyVerifier((session, remote, key) -> true);
        AlgorithmFactories.client(SshAlgorithms.ALL).applyTo(client);
        client.start();
    }

    @AfterEach
    void stop() throws IOException {
        client.stop();
        server.stop(true);
    }

    private static SshAlgorithms kex(String... names) {
        return new SshAlgorithms(Optional.of(List.of(names)), null, null);
    }

    private ClientSession login() throws IOException {
        ClientSession session = client.connect("jo", "127.0.0.1", server.getPort())
                .verify(PATIENCE)
                .getSession();
        session.addPasswordIdentity("any");
        session.auth().verify(PATIENCE);
        return session;
    }

    private NegotiatedAlgorithms negotiated() throws IOException {
        try (ClientSession session = login()) {
            return Negotiation.of(session);
        }
    }

    @Test
    void mlKemIsPreferred() throws IOException {
        assertThat(negotiated()).isEqualTo(new NegotiatedAlgorithms(ML_KEM, "aes128-gcm@openssh.com", "aead"));
    }

    static Stream<String> exchanges() {
        return SshAlgorithms.KEX.stream();
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void everyKeyExchangeWorksAlone(String name) throws IOException {
        policy = kex(name);
        assertThat(negotiated().kex()).isEqualTo(name);
    }

    static Stream<String> ciphers() {
        return SshAlgorithms.CIPHERS.stream();
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void everyCipherWorksAlone(String name) throws IOException {
        policy = new SshAlgorithms(null, Optional.of(List.of(name)), null);
        assertThat(negotiated().cipher()).isEqualTo(name);
    }

    static Stream<String> macs() {
        return SshAlgorithms.MACS.stream();
    }

    @ParameterizedTest
    @MethodSource("macs")
    void everyMacWorksAlone(String name) throws IOException {
        policy = new SshAlgorithms(null, Optional.of(List.of("aes256-ctr")), Optional.of(List.of(name)));
        assertThat(negotiated()).isEqualTo(new NegotiatedAlgorithms(ML_KEM, "aes256-ctr", name));
    }

    @Test
    void aClientWithNothingAllowedIsRefusedAndReadsWhy() throws Exception {
        policy = kex(ML_KEM, SNTRUP);
        AlgorithmFactories.client(kex("curve25519-sha256", "ecdh-sha2-nistp256"))
                .applyTo(client);
        assertThatThrownBy(this::login).isInstanceOf(IOException.class);
        assertThat(refusals.poll(20, TimeUnit.SECONDS))
                .isEqualTo("here: none of the SSH kex offered (curve25519-sha256, ecdh-sha2-nistp256) is allowed here ("
                        + ML_KEM + ", " + SNTRUP + "); update the SSH client, or ask an administrator to widen"
                        + " spec.ssh_algorithms.kex of cluster_config");
        assertThat(refusals).as("once").isEmpty();
    }

    @Test
    void aNewPolicyLeavesLiveConnectionsAsTheyAre() throws Exception {
        AlgorithmFactories.client(kex("curve25519-sha256")).applyTo(client);
        try (ClientSession session = login()) {
            policy = kex(ML_KEM);
            session.reExchangeKeys().verify(PATIENCE);
            assertThat(Negotiation.of(session).kex()).isEqualTo("curve25519-sha256");
            assertThatThrownBy(this::login).isInstanceOf(IOException.class);
        }
    }

    @Test
    void stockSshGetsWhatItPrefers() throws Exception {
        assertThat(ssh()).contains("kex: algorithm: sntrup761x25519-sha512");
    }

    @Test
    void stockSshIsRefusedWhenItOffersNothingAllowed() throws Exception {
        policy = kex(ML_KEM, SNTRUP);
        assertThat(ssh("-o", "KexAlgorithms=curve25519-sha256")).contains("no matching key exchange method found");
        assertThat(refusals.poll(20, TimeUnit.SECONDS)).contains("none of the SSH kex offered (curve25519-sha256");
    }

    private String ssh(String... options) throws Exception {
        Stream<String> target = Stream.of(
                "-F",
                "none",
                "-vv",
                "-o",
                "BatchMode=yes",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "StrictHostKeyChecking=no",
                "-p",
                Integer.toString(server.getPort()),
                "jo@127.0.0.1",
                "true");
        Process ssh = new ProcessBuilder(Stream.of(Stream.of("ssh"), Stream.of(options), target)
                        .flatMap(words -> words)
                        .toList())
                .redirectErrorStream(true)
                .start();
        ssh.getOutputStream().close();
        String output = new String(ssh.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        ssh.waitFor();
        return output;
    }
}
