package org.sallyport.benchmarks.setup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.benchmarks.rest.PinnedTls;
import org.sallyport.benchmarks.rest.RestClient;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.transport.algorithm.AlgorithmFactories;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A user of benchmarks/set-up with warm connections. Commands are lines of the standard input, answered with the median
 * and the 99th percentile in milliseconds: {@code dial ROUNDS} opens one more channel to the node and waits for the first
 * byte; {@code get ROUNDS PATH} asks the REST API. SALLYPORT_SESSION is the user's session.
 */
@Command(name = "set-up")
public final class SetUp implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(names = "--server", required = true)
    private URI server;

    @Option(names = "--certificate", required = true)
    private Path certificate;

    @Option(names = "--profile", required = true)
    private Path profile;

    @Option(names = "--ssh-port", required = true)
    private int sshPort;

    @Option(names = "--node", required = true)
    private String node;

    private interface Round {
        void run() throws IOException;
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SetUp()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Logger.getLogger("").setLevel(Level.OFF);
        try (SshClient client = client();
                RestClient rest = new RestClient(server, PinnedTls.of(certificate), 0)) {
            ClientSession session = login(client);
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ");
                int rounds = Integer.parseInt(words[1]);
                System.out.println(
                        switch (words[0]) {
                            case "dial" -> measure(rounds, () -> dial(session));
                            case "get" -> measure(rounds, () -> get(rest, words[2]));
                            default -> "unknown";
                        });
                System.out.flush();
            }
        }
        return 0;
    }

    private static SshClient client() {
        SshClient client = SshClient.setUpDefaultClient();
        AlgorithmFactories.client(SshAlgorithms.ALL).applyTo(client);
        client.setServerKeyVerifier((session, remote, key) -> key instanceof OpenSshCertificate);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        client.start();
        return client;
    }

    private ClientSession login(SshClient client) throws IOException {
        ClientSession session = client.connect("root", server.getHost(), sshPort)
                .verify(PATIENCE)
                .getSession();
        KeyPair own = SshKeys.parsePrivate(new Secret(Files.readString(profile.resolve("id_ed25519"))));
        OpenSshCertificate signed = SshKeys.parseCertificate(
                Files.readString(profile.resolve("id_ed25519-cert.pub")).trim());
        session.addPublicKeyIdentity(new KeyPair(signed, own.getPrivate()));
        session.auth().verify(PATIENCE);
        return session;
    }

    /** The first byte is the version string of the agent's SSH server: the channel is joined end to end by then. */
    private void dial(ClientSession session) throws IOException {
        ChannelDirectTcpip channel =
                new ChannelDirectTcpip(new SshdSocketAddress("localhost", 0), new SshdSocketAddress(node, 22));
        session.getService(ConnectionService.class).registerChannel(channel);
        channel.open().verify(PATIENCE);
        try (InputStream in = channel.getInvertedOut()) {
            if (in.read() < 0) {
                throw new IOException("the node said nothing");
            }
        } finally {
            // closed at once it would not tell the proxy, which keeps the stream's memory then
            channel.close(false);
        }
    }

    private void get(RestClient rest, String path) {
        rest.send(HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + System.getenv("SALLYPORT_SESSION"))
                .build());
    }

    private static String measure(int rounds, Round round) throws IOException {
        double[] millis = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long begin = System.nanoTime();
            round.run();
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(millis);
        return "%.2f %.2f".formatted(millis[rounds / 2], millis[(int) Math.ceil(rounds * 0.99) - 1]);
    }
}
