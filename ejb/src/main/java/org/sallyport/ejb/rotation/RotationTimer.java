package org.sallyport.ejb.rotation;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.concurrent.locks.ReentrantLock;
import org.sallyport.api.cert.CaType;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.log.ServerLog;

/**
 * Takes the steps of scheduled rotations. When each is due is in the store, so that a restart forgets nothing; every
 * server looks, and the revision lets one of them be first.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RotationTimer {
    private static final Caller.System CALLER = new Caller.System("ca-rotation");

    private final Rotations rotations;
    private final ReentrantLock looking = new ReentrantLock();

    /** For the container. */
    public RotationTimer() {
        this(null);
    }

    @Inject
    public RotationTimer(Rotations rotations) {
        this.rotations = rotations;
    }

    @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
    void look() {
        if (!looking.tryLock()) {
            return;
        }
        try {
            for (CaType type : CaType.values()) {
                rotations.follow(CALLER, type);
            }
        } catch (RuntimeException unreachable) {
            // The next look tries again; that the store is away is told by who follows it.
            ServerLog.LOG.debugf(unreachable, "rotation put off");
        } finally {
            looking.unlock();
        }
    }
}
