package org.sallyport.web.stream;

import java.util.concurrent.CompletableFuture;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginService;
import org.sallyport.web.edge.Causes;
import org.sallyport.web.edge.Problems;
import org.sallyport.web.log.WebLog;

/**
 * One stream. {@link #step} never waits: it looks for news only when those before have left, so a client that does not
 * read costs what was sent last and is dropped after {@link #MAX_STUCK_STEPS}. Steps do not overlap.
 */
public final class Follower {
    /** Between two looks. */
    public static final long PAUSE_MILLIS = 500;
    /** Idle steps until a heartbeat, 15 s; then the login session is looked at again, too. */
    public static final int HEARTBEAT_STEPS = 30;

    public static final int MAX_STUCK_STEPS = 60;

    private final LoginService logins;
    private final StreamKind kind;
    private final Subscriber subscriber;
    private final Source source;
    private final Line line;

    private Caller.User caller;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    private boolean begun;
    private int quiet;
    private int stuck;
    private int sinceCheck;
    private volatile boolean ended;

    public Follower(LoginService logins, StreamKind kind, Subscriber subscriber, Source source, Line line) {
        this.logins = logins;
        this.kind = kind;
        this.subscriber = subscriber;
        this.source = source;
        this.line = line;
        this.caller = subscriber.user();
    }

    boolean isOf(String user) {
        return subscriber.user().name().equals(user);
    }

    boolean isOf(StreamKind other) {
        return kind == other;
    }

    public boolean ended() {
        return ended || line.closed();
    }

    /** @return milliseconds until the next step */
    public long step() {
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
        return look();
    }

    private long look() {
        try {
            sinceCheck++;
            if (sinceCheck >= HEARTBEAT_STEPS) {
                sinceCheck = 0;
                caller = logins.authenticate(subscriber.anonymous(), subscriber.token());
            }
            Source.Look look = source.look(caller, line);
            look.sent().ifPresentOrElse(news -> sent = news.toCompletableFuture(), this::beat);
            quiet = look.sent().isPresent() ? 0 : quiet;
            begun = true;
            return look.pauseMillis();
        } catch (RuntimeException failure) {
            fail(failure);
            return PAUSE_MILLIS;
        }
    }

    /** The first one at once: only with it does the head of the answer leave. */
    private void beat() {
        quiet++;
        if (!begun || quiet >= HEARTBEAT_STEPS) {
            quiet = 0;
            sent = line.heartbeat(source.cursor()).toCompletableFuture();
        }
    }

    private void fail(RuntimeException failure) {
        SallyportException reason =
                Causes.find(failure, SallyportException.class).orElseGet(Problems::internal);
        var _unused = line.failure(reason).whenComplete((done, ignored) -> line.close());
        end(reason.userMessage());
    }

    private void end(String cause) {
        ended = true;
        WebLog.LOG.streamEnded(kind.words(), subscriber.user().name(), cause);
    }

    void close() {
        ended = true;
        line.close();
    }
}
