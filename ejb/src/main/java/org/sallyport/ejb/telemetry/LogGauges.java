package org.sallyport.ejb.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.telemetry.Meters;
import org.sallyport.core.telemetry.Metric;
import org.sallyport.core.transparency.LogRepository;
import org.sallyport.ejb.transaction.Transactions;

/** The transparency log's state, as looked up now and then: an export must not wait for the store. */
@ApplicationScoped
public class LogGauges {
    private record Seen(double unsequenced, Optional<Instant> head) {}

    private static final Seen NOTHING = new Seen(Double.NaN, Optional.empty());
    private static final double MILLIS = 1000;

    private final LogRepository log;
    private final Transactions transactions;
    private final Clock clock;
    private volatile Seen seen = NOTHING;

    /** For the container's proxy. */
    protected LogGauges() {
        this(null, null, null);
    }

    @Inject
    public LogGauges(LogRepository log, Transactions transactions, Clock clock) {
        this.log = log;
        this.transactions = transactions;
        this.clock = clock;
    }

    void register(Meters meters) {
        meters.gauge(Metric.LOG_UNSEQUENCED, () -> seen.unsequenced());
        meters.gauge(Metric.LOG_HEAD_AGE, this::headAge);
    }

    /** Never throws: a scheduled task that throws is not run again. While the store is away nothing is measured. */
    void look() {
        try {
            seen = transactions.separate(
                    () -> new Seen(log.unsequenced(), log.signed().map(LogRepository.Signed::time)));
        } catch (RuntimeException away) {
            seen = NOTHING;
        }
    }

    private double headAge() {
        return seen.head()
                .map(signed -> Duration.between(signed, clock.instant()).toMillis() / MILLIS)
                .orElse(Double.NaN);
    }
}
