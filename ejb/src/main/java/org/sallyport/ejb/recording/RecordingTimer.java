package org.sallyport.ejb.recording;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.concurrent.locks.ReentrantLock;
import org.sallyport.core.access.Target.ResourceTarget;
import org.sallyport.ejb.change.ChangeNotices;
import org.sallyport.ejb.log.ServerLog;

/** Looks for recordings that are not waited for any more; every server does, the row's lock lets one of them be first. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RecordingTimer {
    private final RecordingOrphans orphans;
    private final ChangeNotices notices;
    private final ReentrantLock looking = new ReentrantLock();

    /** For the container. */
    public RecordingTimer() {
        this(null, null);
    }

    @Inject
    public RecordingTimer(RecordingOrphans orphans, ChangeNotices notices) {
        this.orphans = orphans;
        this.notices = notices;
    }

    @Schedule(hour = "*", minute = "*", second = "40", persistent = false)
    void look() {
        if (!looking.tryLock()) {
            return;
        }
        try {
            if (orphans.look()) {
                notices.tell(ResourceTarget.RECORDING);
            }
        } catch (RuntimeException unreachable) {
            // The next look tries again; that the store is away is told by who follows it.
            ServerLog.LOG.debugf(unreachable, "recordings not looked at");
        } finally {
            looking.unlock();
        }
    }
}
