package org.sallyport.ejb.rotation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.RotationPhase;
import org.sallyport.api.codec.TimeSpans;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.CaStatus;
import org.sallyport.api.rest.CaStatus.Laggard;
import org.sallyport.core.ca.CaKeySet;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.rotation.CaRotation;
import org.sallyport.core.rotation.RotationMachine;
import org.sallyport.ejb.cluster.CaState;

/** Rotations as people and the timer ask for them; what a step changed is in force here when the call returns. */
@ApplicationScoped
public class Rotations {
    private static final int MOST_NAMED = 5;

    private final RotationDesk desk;
    private final CaState state;
    private final Laggards laggards;
    private final Clock clock;

    /** For the container's proxy. */
    protected Rotations() {
        this(null, null, null, null);
    }

    @Inject
    public Rotations(RotationDesk desk, CaState state, Laggards laggards, Clock clock) {
        this.desk = desk;
        this.state = state;
        this.laggards = laggards;
        this.clock = clock;
    }

    CaStatus status(CaType type) {
        CaRotation ca = state.current(type);
        return CaStatuses.of(ca, laggards.of(ca.keys().authority()));
    }

    CaStatus begin(Caller caller, CaType type) {
        CaKeySet fresh = fresh(type, RotationPhase.INIT);
        return change(
                caller,
                type,
                AuditEventType.CA_ROTATED,
                now -> RotationMachine.begin(now, fresh, newId(), clock.instant()));
    }

    CaStatus schedule(Caller caller, CaType type, String grace) {
        Duration wanted = grace.isEmpty() ? RotationMachine.DEFAULT_GRACE : TimeSpans.parse(grace);
        CaKeySet fresh = fresh(type, RotationPhase.INIT);
        return change(
                caller,
                type,
                AuditEventType.CA_ROTATED,
                now -> RotationMachine.begin(now, fresh, newId(), wanted, clock.instant()));
    }

    CaStatus step(Caller caller, CaType type, RotationPhase phase) {
        return change(caller, type, AuditEventType.CA_ROTATED, now -> RotationMachine.step(now, phase));
    }

    /** What the schedule asks for by now. An agent that it would cut off stops it: somebody has to look. */
    void follow(Caller.System caller, CaType type) {
        if (state.lacksOwnKeys(type)) {
            CaKeySet own = state.fresh(type);
            change(caller, type, AuditEventType.CA_ROTATED, read -> RotationMachine.joined(read, own));
            return;
        }
        CaRotation now = state.current(type);
        if (RotationMachine.due(now, clock.instant()).isEmpty()) {
            return;
        }
        List<Laggard> behind = laggards.of(now.keys().authority()).stream()
                .filter(Laggard::online)
                .toList();
        if (!behind.isEmpty()) {
            stop(caller, type, "agents are behind: " + names(behind));
            return;
        }
        try {
            change(
                    caller,
                    type,
                    AuditEventType.CA_ROTATED,
                    read -> RotationMachine.scheduledStep(read, clock.instant()));
        } catch (SallyportException failure) {
            // another server took the step, or the store is away: the next look decides anew
            if (failure.code() != ErrorCode.STALE_REVISION && failure.code() != ErrorCode.STORE_UNAVAILABLE) {
                stop(caller, type, failure.userMessage());
            }
        }
    }

    private void stop(Caller caller, CaType type, String why) {
        change(caller, type, AuditEventType.CA_ROTATION_STOPPED, now -> RotationMachine.stopped(now, why));
    }

    private CaStatus change(Caller caller, CaType type, AuditEventType event, UnaryOperator<CaRotation> step) {
        desk.change(caller, type, event, step);
        state.refresh();
        return status(type);
    }

    /** Made before the transaction: a module takes its time. */
    private CaKeySet fresh(CaType type, RotationPhase wanted) {
        RotationMachine.require(state.current(type).keys(), wanted);
        return state.fresh(type);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private static String names(List<Laggard> behind) {
        return behind.stream()
                        .limit(MOST_NAMED)
                        .map(agent -> agent.name() + " " + agent.reason())
                        .collect(Collectors.joining(", "))
                + (behind.size() > MOST_NAMED ? " and " + (behind.size() - MOST_NAMED) + " more" : "");
    }
}
