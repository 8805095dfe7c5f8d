package org.sallyport.session.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.core.access.FakeKnowledge;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.connection.NodeAccess;
import org.sallyport.session.messages.Place;
import org.sallyport.session.process.Host;
import org.sallyport.session.process.HostConnection;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.process.Work;
import org.sallyport.session.recording.RecordingThreads;
import org.sallyport.session.recording.Recordings;

class SshServiceTest {
    /** Nobody comes to it. */
    private static final class Nowhere implements Host {
        @Override
        public void require(String login) {}

        @Override
        public boolean accepts(String name, String value, Map<String, String> collected) {
            return false;
        }

        @Override
        public Optional<String> unfit(Work work) {
            return Optional.empty();
        }

        @Override
        public HostConnection connect(Visitor visitor) {
            throw new AssertionError();
        }
    }

    @TempDir
    Path dir;

    @Test
    void aClosedServiceLeavesNothingBehind() throws Exception {
        FakeKnowledge knowledge = new FakeKnowledge();
        NodeAccess access =
                new NodeAccess(Place.PROXY, knowledge, () -> new NodeTarget("id", "web1", Map.of()), Clock.systemUTC());
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
                Recordings recordings =
                        new Recordings(dir, Place.PROXY, Optional::empty, new RecordingThreads(tasks, tasks));
                ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1)) {
            timer.setRemoveOnCancelPolicy(true);
            ServedNode node = new ServedNode(
                    access,
                    () -> {
                        throw new AssertionError();
                    },
                    new Nowhere(),
                    Duration.ofMinutes(5));
            SshService service = new SshService(
                    node,
                    event -> {},
                    recordings,
                    ChannelWindows.of(8, Place.PROXY),
                    new SshThreads(tasks, tasks, tasks, timer, false));
            assertThat(knowledge.listeners).isNotEmpty();
            assertThat(timer.getQueue()).isNotEmpty();

            service.close();

            assertThat(knowledge.listeners).isEmpty();
            assertThat(timer.getQueue()).isEmpty();
        }
    }
}
