package org.sallyport.web.audit;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.Page;
import org.sallyport.core.audit.AuditService;
import org.sallyport.core.login.LoginService;

/** All open audit streams: bounded, driven by a timer, no thread held for a client. */
@ApplicationScoped
public class AuditStreams {
    static final int MAX_STREAMS = 128;
    static final int MAX_PER_USER = 8;
    private static final long MAX_PAUSE_MILLIS = 60_000;

    @EJB
    AuditService audit;

    @EJB
    LoginService logins;

    @Resource
    ManagedScheduledExecutorService timer;

    private final Set<AuditFollower> open = ConcurrentHashMap.newKeySet();

    synchronized void open(AuditSubscription subscription, Page<AuditEvent> first, Line line) {
        open.removeIf(AuditFollower::ended);
        String user = subscription.user().name();
        long mine = open.stream().filter(follower -> follower.isOf(user)).count();
        if (open.size() >= MAX_STREAMS || mine >= MAX_PER_USER) {
            throw new SallyportException(
                    ErrorCode.TOO_MANY_SESSIONS,
                    "REST: at most " + MAX_PER_USER + " audit streams per user and " + MAX_STREAMS
                            + " in all may be open; close one and try again");
        }
        AuditFollower follower = new AuditFollower(audit, logins, subscription, line);
        open.add(follower);
        follower.deliver(first);
        again(follower, 0);
    }

    private void again(AuditFollower follower, long pause) {
        timer.schedule(() -> step(follower), Math.min(pause, MAX_PAUSE_MILLIS), TimeUnit.MILLISECONDS);
    }

    private void step(AuditFollower follower) {
        long pause = follower.step();
        if (follower.ended()) {
            open.remove(follower);
        } else {
            again(follower, pause);
        }
    }

    @PreDestroy
    void closeAll() {
        open.forEach(AuditFollower::close);
        open.clear();
    }
}
