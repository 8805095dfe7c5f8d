package org.sallyport.connector.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.connector.ending.FakeClient;
import org.sallyport.connector.pipe.Deferral;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.core.connector.Shell;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.messages.Place;
import org.sallyport.session.process.ByteStream;
import org.sallyport.session.process.TerminalRequest;
import org.sallyport.session.process.TerminalSize;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.server.SshThreads;
import org.sallyport.session.upstream.Attempt;
import org.sallyport.session.upstream.Destination;
import org.sallyport.session.upstream.HostKeyRule;
import org.sallyport.session.upstream.UpstreamClient;
import org.sallyport.session.upstream.UpstreamShell;
import org.sallyport.transport.StreamBudget;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OwnSshTest {
    private final Relays relays = new Relays(new Deferral(Runnable::run), new StreamBudget(1 << 24, 1 << 16, 1 << 20));
    private final AtomicInteger seatsLeft = new AtomicInteger();

    /** A node that takes the dial and never says anything, where the server is told to stop at that moment. */
    private final class Stopping implements Destination {
        @Override
        public Wording wording() {
            return new Wording("agent of web1", "h1", "", "", "");
        }

        @Override
        public HostKeyRule hostKeys() {
            return HostKeyRule.Enrolled.of(List.of());
        }

        @Override
        public String certificate(Visitor visitor, PublicKey key) {
            throw new AssertionError();
        }

        @Override
        public ClientSession connect(UpstreamClient client, Attempt attempt) throws IOException {
            return new OwnSsh(relays, client)
                    .connect(
                            (end, window) -> {
                                relays.join(end, new FakeClient(), window, seatsLeft::incrementAndGet);
                                Thread.currentThread().interrupt();
                            },
                            attempt);
        }

        @Override
        public void failed(Visitor visitor, SallyportException why) {
            throw new AssertionError(why);
        }
    }

    private static final class NoClient implements Visitor.Client {
        @Override
        public void open(String type, ByteStream stream, Consumer<Buffer> payload) {
            throw new AssertionError();
        }

        @Override
        public void refused(String what, String why) {
            throw new AssertionError(why);
        }

        @Override
        public void dismiss(String why) {
            throw new AssertionError(why);
        }
    }

    private static final class NoReceiver implements ShellReceiver {
        @Override
        public void opened(Shell shell) {
            throw new AssertionError();
        }

        @Override
        public void refused(SallyportException why) {
            throw new AssertionError(why);
        }

        @Override
        public void output(byte[] bytes) {
            throw new AssertionError();
        }

        @Override
        public void ended(End end) {
            throw new AssertionError();
        }
    }

    @Test
    void aDialThatFailsHalfWayGivesBackItsPipeAndItsSeat() {
        ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        UserIdentity ann = new UserIdentity("ann", List.of("root"), List.of(), Map.of(), Set.of(), "", 7, Instant.MAX);
        try (UpstreamClient client = new UpstreamClient(
                new Nio2ServiceFactoryFactory(),
                () -> SshAlgorithms.ALL,
                new ChannelWindows(1 << 24, Place.PROXY),
                new SshThreads(tasks, tasks, tasks, timer, false))) {
            KeyPair key = SshKeys.generate();

            assertThatThrownBy(() -> UpstreamShell.open(
                            client,
                            new UpstreamShell.Login(new Stopping(), new Visitor(ann, "root", "", new NoClient()), key),
                            new UpstreamShell.Program(
                                    new TerminalRequest("xterm", new TerminalSize(80, 24), Map.of()), Optional.empty()),
                            tasks,
                            new NoReceiver()))
                    .isInstanceOf(SallyportException.class);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(seatsLeft).hasValue(1);
            assertThat(relays.open()).isZero();
            assertThat(relays.reserved()).isZero();
        } finally {
            timer.shutdownNow();
            tasks.shutdownNow();
        }
    }
}
