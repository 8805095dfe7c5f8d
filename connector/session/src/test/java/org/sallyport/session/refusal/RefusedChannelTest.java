package org.sallyport.session.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.core.access.FakeKnowledge;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.connection.Connection;
import org.sallyport.session.connection.TestConnection;
import org.sallyport.session.forward.ForwardChannelFactory;
import org.sallyport.session.messages.Place;

@Timeout(60)
class RefusedChannelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

    private Connection connection() {
        return TestConnection.of(new FakeKnowledge(), Set.of(), new TestConnection.NoHost(), events::add);
    }

    private SshServer server(ChannelWindows windows) throws IOException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(SshKeys.generate()));
        server.setPasswordAuthenticator((user, password, session) -> {
            session.setAttribute(Connection.KEY, connection());
            return true;
        });
        server.setServiceFactories(List.of(new ServerUserAuthServiceFactory(), new TellingConnectionServiceFactory()));
        server.setChannelFactories(ForwardChannelFactory.all(windows, Runnable::run));
        server.start();
        return server;
    }

    private SshChannelOpenException refusal(ChannelWindows windows) throws Exception {
        try (SshServer server = server(windows);
                SshClient client = SshClient.setUpDefaultClient()) {
            client.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
            client.setServerKeyVerifier((session, address, key) -> true);
            client.start();
            try (ClientSession session = client.connect("root", "127.0.0.1", server.getPort())
                    .verify(PATIENCE)
                    .getSession()) {
                session.addPasswordIdentity("any");
                session.auth().verify(PATIENCE);
                return refusal(session);
            }
        }
    }

    private static SshChannelOpenException refusal(Session session) {
        IOException failure = catchThrowableOfType(IOException.class, () -> ((ClientSession) session)
                .createDirectTcpipChannel(new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress("127.0.0.1", 9))
                .open()
                .verify(PATIENCE));
        Throwable cause = failure;
        while (!(cause instanceof SshChannelOpenException)) {
            cause = cause.getCause();
        }
        return (SshChannelOpenException) cause;
    }

    @Test
    void withoutMemoryAChannelAtTheProxyIsRefusedToldWhyAndAudited() throws Exception {
        SshChannelOpenException refusal = refusal(new ChannelWindows(0, Place.PROXY));

        assertThat(refusal.getReasonCode()).isEqualTo(SshConstants.SSH_OPEN_RESOURCE_SHORTAGE);
        assertThat(refusal).hasMessageContaining("proxy web1: port forward refused: " + ChannelWindows.FULL);
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().event()).isEqualTo("access.denied");
        assertThat(events.getFirst().message()).contains(ChannelWindows.FULL);
    }

    @Test
    void withMemoryAndAtAnAgentItIsTheRolesThatDecide() throws Exception {
        for (ChannelWindows windows :
                List.of(new ChannelWindows(1 << 20, Place.PROXY), new ChannelWindows(0, Place.AGENT))) {
            SshChannelOpenException refusal = refusal(windows);

            assertThat(refusal.getReasonCode()).isEqualTo(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED);
            assertThat(refusal).hasMessageContaining("permit-port-forwarding");
        }
    }
}
