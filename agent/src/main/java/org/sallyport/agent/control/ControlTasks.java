package org.sallyport.agent.control;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.sallyport.agent.audit.AuditSpool;
import org.sallyport.agent.audit.RefusedEvents;
import org.sallyport.agent.cache.KnowledgeCache;
import org.sallyport.agent.identity.Credentials;
import org.sallyport.agent.labels.LabelSource;
import org.sallyport.agent.retry.Backoff;
import org.sallyport.session.live.SessionBook;
import org.sallyport.session.recording.RecordingQueue;

/** What this agent does with the Auth Service. */
public final class ControlTasks {
    /** Of this node, as heartbeats tell it. */
    public record Self(String nodeName, String version, LabelSource labels, SessionBook sessions) {
        public Self {
            requireNonNull(nodeName, "nodeName");
            requireNonNull(version, "version");
            requireNonNull(labels, "labels");
            requireNonNull(sessions, "sessions");
        }
    }

    /** What goes to the Auth Service as it comes up here. */
    public record Outbox(
            AuditSpool spool, RefusedEvents refused, RecordingQueue recordings, RecordingKeyCache recordingKey) {
        public Outbox {
            requireNonNull(spool, "spool");
            requireNonNull(refused, "refused");
            requireNonNull(recordings, "recordings");
            requireNonNull(recordingKey, "recordingKey");
        }
    }

    private static final Duration CONFIRM = Duration.ofMinutes(5);

    private final List<Task> tasks;

    public ControlTasks(
            Self self,
            Credentials credentials,
            KnowledgeCache cache,
            Outbox outbox,
            RandomGenerator random,
            Clock clock) {
        CountDownLatch decidable = new CountDownLatch(cache.revision() > 0 ? 0 : 1);
        this.tasks = List.of(
                new WatchTask(cache, outbox.recordingKey(), decidable),
                channel -> confirm(cache),
                new HeartbeatTask(self, credentials.current().services(), cache, decidable, clock),
                new AuditTask(outbox.spool(), outbox.refused(), new Backoff(random)),
                new RecordingTask(outbox.recordings(), new Backoff(random)),
                new RenewTask(credentials, cache, self.nodeName(), new Backoff(random), clock));
    }

    private static void confirm(KnowledgeCache cache) throws InterruptedException {
        while (true) {
            Thread.sleep(CONFIRM);
            cache.confirm();
        }
    }

    List<Task> all() {
        return tasks;
    }
}
