package org.sallyport.web.stream;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.login.LoginService;

/** All open streams: bounded, driven by a timer, no thread held for a client. */
@ApplicationScoped
public class Streams {
    private static final long MAX_PAUSE_MILLIS = 60_000;

    @EJB
    LoginService logins;

    @Resource
    ManagedScheduledExecutorService timer;

    private final Set<Follower> open = ConcurrentHashMap.newKeySet();

    /** @throws SallyportException TOO_MANY_SESSIONS */
    public synchronized void open(StreamKind kind, Subscriber subscriber, Source source, Line line) {
        open.removeIf(Follower::ended);
        List<Follower> alike =
                open.stream().filter(follower -> follower.isOf(kind)).toList();
        String user = subscriber.user().name();
        long mine = alike.stream().filter(follower -> follower.isOf(user)).count();
        if (alike.size() >= kind.inAll() || mine >= kind.perUser()) {
            throw new SallyportException(
                    ErrorCode.TOO_MANY_SESSIONS,
                    "REST: at most " + kind.perUser() + " " + kind.words() + " streams per user and " + kind.inAll()
                            + " in all may be open; close one and try again");
        }
        Follower follower = new Follower(logins, kind, subscriber, source, line);
        open.add(follower);
        again(follower, 0);
    }

    private void again(Follower follower, long pause) {
        timer.schedule(() -> step(follower), Math.min(pause, MAX_PAUSE_MILLIS), TimeUnit.MILLISECONDS);
    }

    private void step(Follower follower) {
        long pause = follower.step();
        if (follower.ended()) {
            open.remove(follower);
        } else {
            again(follower, pause);
        }
    }

    @PreDestroy
    void closeAll() {
        open.forEach(Follower::close);
        open.clear();
    }
}
