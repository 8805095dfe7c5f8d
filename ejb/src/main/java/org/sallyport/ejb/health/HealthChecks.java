package org.sallyport.ejb.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.HealthPart;
import org.sallyport.core.recording.RecordingStorage;
import org.sallyport.core.transparency.Frontier;
import org.sallyport.core.transparency.LogRepository;
import org.sallyport.ejb.transaction.Transactions;

/** What this server writes to and reads from: each is really tried, however many ask at most every few seconds. */
@ApplicationScoped
public class HealthChecks {
    static final Duration FRESH = Duration.ofSeconds(10);
    /** Entries that wait for their index longer than that many do not wait for their turn. */
    static final long MANY = 10_000;

    private static final String PROBE = "health/probe.txt";

    private final LogRepository log;
    private final RecordingStorage recordings;
    private final Transactions transactions;
    private final Clock clock;
    private List<HealthPart> last = List.of();
    private Instant tried = Instant.MIN;

    /** For the container's proxy. */
    protected HealthChecks() {
        this(null, null, null, null);
    }

    @Inject
    public HealthChecks(LogRepository log, RecordingStorage recordings, Transactions transactions, Clock clock) {
        this.log = log;
        this.recordings = recordings;
        this.transactions = transactions;
        this.clock = clock;
    }

    synchronized List<HealthPart> parts() {
        Instant now = clock.instant();
        if (!tried.plus(FRESH).isAfter(now)) {
            last = List.of(
                    checked("database", this::database),
                    checked("transparency_log", this::log),
                    checked("recording_storage", this::recordings));
            tried = now;
        }
        return last;
    }

    private static HealthPart checked(String name, Supplier<HealthPart> check) {
        try {
            return check.get();
        } catch (SallyportException failure) {
            return new HealthPart(name, false, failure.userMessage());
        } catch (RuntimeException failure) {
            return new HealthPart(name, false, "does not answer; see the server's log");
        }
    }

    private HealthPart database() {
        transactions.separate(log::waiting);
        return new HealthPart("database", true, "answers");
    }

    private HealthPart log() {
        return transactions.separate(() -> {
            Frontier tree = log.tree();
            long waiting = log.unsequenced();
            String head = log.signed()
                    .map(signed -> "head of " + signed.size() + " signed at " + signed.time())
                    .orElse("no head signed yet");
            return new HealthPart(
                    "transparency_log",
                    waiting < MANY,
                    tree.size() + " entries, " + head + (waiting == 0 ? "" : ", " + waiting + " wait for their index"));
        });
    }

    /** Written and read: a disk that is full or read-only still lists. */
    private HealthPart recordings() {
        byte[] content = clock.instant().toString().getBytes(StandardCharsets.UTF_8);
        recordings.put(PROBE, content);
        boolean there = recordings.get(PROBE).isPresent();
        return new HealthPart(
                "recording_storage",
                there,
                there ? "writes and reads" : "does not give back what was written; check the storage");
    }
}
