package org.sallyport.agent.tunnel;

import java.io.IOException;
import java.net.InetAddress;
import java.security.KeyPair;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.apache.sshd.common.channel.ChannelPipedInputStream;
import org.apache.sshd.common.channel.ChannelPipedOutputStream;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.sallyport.agent.identity.TestCluster;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;
import org.sallyport.transport.algorithm.AlgorithmFactories;

/** A proxy reduced to what docs/protocol/tunnel.md says: login by tunnel certificate, dials, drain and pace. */
final class TestProxy implements AutoCloseable {
    final SshServer server = SshServer.setUpDefaultServer();
    final BlockingQueue<Session> logins = new LinkedBlockingQueue<>();

    TestProxy(TestCluster trusted, TestCluster presented, int port) throws IOException {
        KeyPair key = presented.sshKey();
        OpenSshCertificate certificate = presented.hostCertificate(key.getPublic(), List.of("localhost"));
        SshCertificateChecker checker = new SshCertificateChecker(Clock.systemUTC());
        server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.setPort(port);
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        AlgorithmFactories.server(SshAlgorithms.ALL).applyTo(server);
        server.setKeyPairProvider(KeyPairProvider.wrap(key));
        server.setHostKeyCertificateProvider(session -> List.of(certificate));
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator((user, offered, session) -> {
            try {
                return offered instanceof OpenSshCertificate login
                        && checker.check(login, trusted.trust(), "127.0.0.1") instanceof AgentIdentity;
            } catch (SallyportException e) {
                return false;
            }
        });
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        server.addSessionListener(new SessionListener() {
            @Override
            public void sessionEvent(Session session, Event event) {
                if (event == Event.Authenticated) {
                    logins.add(session);
                }
            }
        });
        server.start();
    }

    int port() {
        return server.getPort();
    }

    Session awaitLogin() throws InterruptedException {
        Session session = logins.poll(30, TimeUnit.SECONDS);
        if (session == null) {
            throw new AssertionError("no agent logged in");
        }
        return session;
    }

    static void tell(Session agent, String request, int fromMillis, int toMillis) throws IOException {
        Buffer buffer = agent.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
        buffer.putString(request);
        buffer.putBoolean(false);
        buffer.putUInt(1);
        buffer.putUInt(fromMillis);
        buffer.putUInt(toMillis);
        buffer.putString("test");
        agent.writePacket(buffer);
    }

    static Dial dial(Session agent, int version, String service) throws IOException {
        Dial dial = new Dial(version, service);
        awaitConnectionService(agent);
        agent.getService(ConnectionService.class).registerChannel(dial);
        dial.open().await(TimeUnit.SECONDS.toMillis(30));
        return dial;
    }

    /** MINA tells of the login before the service that follows it is there. */
    private static void awaitConnectionService(Session agent) {
        while (true) {
            try {
                agent.getService(ConnectionService.class);
                return;
            } catch (IllegalStateException e) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    static final class Dial extends AbstractClientChannel {
        private final int version;
        private final String service;

        private Dial(int version, String service) {
            super("dial@sallyport.org", List.of());
            this.version = version;
            this.service = service;
        }

        OpenFuture opening() {
            return openFuture;
        }

        @Override
        public synchronized OpenFuture open() throws IOException {
            openFuture = new DefaultOpenFuture(toString(), futureLock);
            Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN);
            buffer.putString(getChannelType());
            buffer.putUInt(getChannelId());
            buffer.putUInt(getLocalWindow().getSize());
            buffer.putUInt(getLocalWindow().getPacketSize());
            buffer.putUInt(version);
            buffer.putString(service);
            buffer.putString("node-1");
            buffer.putString("jo");
            buffer.putString("192.0.2.7");
            buffer.putString("00112233445566778899aabbccddeeff");
            buffer.putString("of a later version");
            writePacket(buffer);
            return openFuture;
        }

        @Override
        protected void doOpen() {
            invertedIn = new ChannelOutputStream(this, getRemoteWindow(), log, SshConstants.SSH_MSG_CHANNEL_DATA, true);
            ChannelPipedInputStream in = new ChannelPipedInputStream(this, getLocalWindow());
            out = new ChannelPipedOutputStream(in);
            invertedOut = in;
        }

        @Override
        public void handleEof() throws IOException {
            super.handleEof();
            out.close();
        }

        void endInput() throws IOException {
            invertedIn.flush();
            sendEof();
        }
    }
}
