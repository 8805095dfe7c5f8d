package org.sallyport.web.audit;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.Page;
import org.sallyport.core.audit.AuditService;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginService;
import org.sallyport.web.edge.Causes;
import org.sallyport.web.edge.Problems;
import org.sallyport.web.log.WebLog;

/**
 * One audit stream. {@link #step} never waits: it reads a page only when the one before has left, so a client that does
 * not read costs one page of memory and is dropped after {@link #MAX_STUCK_STEPS}. Steps do not overlap.
 */
final class AuditFollower {
    static final int PAGE = 200;
    /** Between two looks at the log. */
    static final long PAUSE_MILLIS = 500;
    /** Idle steps until a heartbeat, 15 s; then the login session is looked at again, too. */
    static final int HEARTBEAT_STEPS = 30;

    static final int MAX_STUCK_STEPS = 60;

    private final AuditService audit;
    private final LoginService logins;
    private final AuditSubscription subscription;
    private final Line line;

    private Caller.User caller;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    private String cursor = "";
    private int quiet;
    private int stuck;
    private int sinceCheck;
    private volatile boolean ended;

    AuditFollower(AuditService audit, LoginService logins, AuditSubscription subscription, Line line) {
        this.audit = audit;
        this.logins = logins;
        this.subscription = subscription;
        this.line = line;
        this.caller = subscription.user();
    }

    boolean isOf(String user) {
        return subscription.user().name().equals(user);
    }

    boolean ended() {
        return ended || line.closed();
    }

    /** @return milliseconds until the next step */
    long step() {
        if (ended()) {
            return PAUSE_MILLIS;
        }
        if (!sent.isDone()) {
            stuck++;
            if (stuck > MAX_STUCK_STEPS) {
                end("the client does not read");
                line.close();
            }
            return PAUSE_MILLIS;
        }
        stuck = 0;
        if (sent.isCompletedExceptionally()) {
            close();
            return PAUSE_MILLIS;
        }
        return read();
    }

    private long read() {
        try {
            sinceCheck++;
            if (sinceCheck >= HEARTBEAT_STEPS) {
                sinceCheck = 0;
                caller = logins.authenticate(subscription.anonymous(), subscription.token());
            }
            String before = cursor;
            deliver(audit.follow(caller, subscription.query(), cursor, PAGE));
            return cursor.equals(before) ? PAUSE_MILLIS : 0;
        } catch (RuntimeException failure) {
            fail(failure);
            return PAUSE_MILLIS;
        }
    }

    /** Also called once before the first step, with the page that proved the right to read. */
    void deliver(Page<AuditEvent> page) {
        boolean first = cursor.isEmpty();
        cursor = page.nextCursor();
        List<AuditEvent> events = page.items();
        if (events.isEmpty()) {
            quiet++;
            if (first || quiet >= HEARTBEAT_STEPS) {
                quiet = 0;
                sent = line.heartbeat(cursor).toCompletableFuture();
            }
            return;
        }
        quiet = 0;
        // only the last one carries the id: who comes back from the middle of a page gets the page again, and no gap
        CompletionStage<?> all = CompletableFuture.completedFuture(null);
        for (int i = 0; i < events.size(); i++) {
            AuditEvent event = events.get(i);
            Optional<String> id = i == events.size() - 1 ? Optional.of(cursor) : Optional.empty();
            all = all.thenCompose(done -> line.event(event, id));
        }
        sent = all.toCompletableFuture();
    }

    private void fail(RuntimeException failure) {
        SallyportException reason =
                Causes.find(failure, SallyportException.class).orElseGet(Problems::internal);
        var _unused = line.failure(reason).whenComplete((done, ignored) -> line.close());
        end(reason.userMessage());
    }

    private void end(String cause) {
        ended = true;
        WebLog.LOG.auditStreamEnded(subscription.user().name(), cause);
    }

    void close() {
        ended = true;
        line.close();
    }
}
