package org.sallyport.ejb.transparency;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.sallyport.ejb.log.ServerLog;

/**
 * Ten times a second, as soon as the schema is there. Every server looks; that one extends the tree at a time is the
 * store's affair.
 */
@Singleton
@Startup
@DependsOn("ServerStartup")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SequencerTimer {
    private static final long PERIOD_MILLIS = 100;
    /** A server that stops, or a store that restarts, is none of the log's troubles. */
    private static final int FAILURES_BEFORE_TOLD = 50;

    private final LogSequencer sequencer;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private ScheduledFuture<?> rounds;
    private int failures;

    /** For the container. */
    public SequencerTimer() {
        this(null);
    }

    @Inject
    public SequencerTimer(LogSequencer sequencer) {
        this.sequencer = sequencer;
    }

    @PostConstruct
    void start() {
        rounds = scheduler.scheduleWithFixedDelay(this::round, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Never throws: a scheduled task that throws is not run again. */
    void round() {
        try {
            long taken = sequencer.run();
            if (failures >= FAILURES_BEFORE_TOLD) {
                ServerLog.LOG.logGrows(taken);
            }
            failures = 0;
        } catch (RuntimeException unreachable) {
            if (++failures == FAILURES_BEFORE_TOLD) {
                ServerLog.LOG.logWaiting(String.valueOf(unreachable.getMessage()));
            }
            ServerLog.LOG.debugf(unreachable, "sequencing put off");
        }
    }

    @PreDestroy
    void stop() {
        if (rounds != null) {
            rounds.cancel(true);
        }
    }
}
