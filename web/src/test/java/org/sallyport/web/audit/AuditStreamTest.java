package org.sallyport.web.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.Page;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.caller.Caller;
import org.sallyport.web.fake.FakeAuditService;
import org.sallyport.web.fake.FakeLoginService;
import org.sallyport.web.fake.RecordedLine;
import org.sallyport.web.stream.Follower;
import org.sallyport.web.stream.StreamKind;
import org.sallyport.web.stream.Subscriber;

class AuditStreamTest {
    private final FakeAuditService audit = new FakeAuditService();
    private final FakeLoginService logins = new FakeLoginService();
    private final RecordedLine line = new RecordedLine();
    private final Caller.User alice = new Caller.User("alice", List.of(), Map.of(), "192.0.2.1");
    private final String token = logins.sessionOf(alice);
    private Follower follower;

    @Test
    void newEventsFollowInOrderAndOnlyTheLastOfAPageCarriesTheCursor() {
        start();
        audit.add(event("one"), event("two"));
        follower.step();
        assertThat(line.sent).containsExactly("alive#0", "one", "two#2");
        audit.add(event("three"));
        follower.step();
        assertThat(line.sent).endsWith("three#3");
    }

    @Test
    void nothingNewMeansAPauseAndSomethingNewMeansNone() {
        start();
        assertThat(follower.step()).isEqualTo(Follower.PAUSE_MILLIS);
        audit.add(event("one"));
        assertThat(follower.step()).isZero();
    }

    @Test
    void quietStreamBeatsNowAndThen() {
        start();
        IntStream.range(0, Follower.HEARTBEAT_STEPS).forEach(i -> follower.step());
        assertThat(line.sent).containsExactly("alive#0", "alive#0");
    }

    @Test
    void nothingIsReadWhileTheClientHasNotTakenThePageBefore() {
        start();
        line.slow = new CompletableFuture<>();
        audit.add(event("one"));
        follower.step();
        audit.add(event("two"));
        follower.step();
        assertThat(line.sent).endsWith("one#1");
        line.slow.complete(null);
        follower.step();
        assertThat(line.sent).endsWith("one#1", "two#2");
    }

    @Test
    void clientThatNeverReadsIsDropped() {
        start();
        line.slow = new CompletableFuture<>();
        audit.add(event("one"));
        IntStream.rangeClosed(0, Follower.MAX_STUCK_STEPS + 1).forEach(i -> follower.step());
        assertThat(follower.ended()).isTrue();
        assertThat(line.closed).isTrue();
    }

    @Test
    void streamEndsWithItsLoginSession() {
        start();
        logins.logout(alice, token);
        IntStream.range(0, Follower.HEARTBEAT_STEPS).forEach(i -> follower.step());
        assertThat(line.sent).endsWith("problem NOT_LOGGED_IN");
        assertThat(line.closed).isTrue();
        assertThat(follower.ended()).isTrue();
    }

    @Test
    void refusalOfTheLogIsToldAndEndsTheStream() {
        start();
        audit.refuse(new SallyportException(ErrorCode.ACCESS_DENIED, "Auth Service: no longer"));
        follower.step();
        assertThat(line.sent).endsWith("problem ACCESS_DENIED");
        assertThat(line.closed).isTrue();
    }

    private void start() {
        Subscriber subscriber = new Subscriber(new Caller.Anonymous("192.0.2.1"), alice, token);
        Page<AuditEvent> first = audit.follow(alice, AuditQuery.ALL, "", AuditSource.PAGE);
        AuditSource source = new AuditSource(audit, AuditQuery.ALL, first);
        follower = new Follower(logins, StreamKind.AUDIT, subscriber, source, line);
        follower.step();
    }

    private static AuditEvent event(String message) {
        return AuditEvent.of(AuditEventType.USER_LOGIN).message(message).at(Instant.EPOCH);
    }
}
