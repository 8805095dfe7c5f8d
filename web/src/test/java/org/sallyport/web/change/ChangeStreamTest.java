package org.sallyport.web.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.change.ChangeService;
import org.sallyport.core.change.Changes;
import org.sallyport.web.fake.FakeLoginService;
import org.sallyport.web.fake.RecordedLine;
import org.sallyport.web.stream.Follower;
import org.sallyport.web.stream.StreamKind;
import org.sallyport.web.stream.Subscriber;

class ChangeStreamTest {
    private final FakeLoginService logins = new FakeLoginService();
    private final FakeChanges changes = new FakeChanges();
    private final RecordedLine line = new RecordedLine();
    private final Caller.User alice = new Caller.User("alice", List.of(), Map.of(), "192.0.2.1");
    private final String token = logins.sessionOf(alice);
    private final Follower follower = new Follower(
            logins,
            StreamKind.CHANGES,
            new Subscriber(new Caller.Anonymous("192.0.2.1"), alice, token),
            new ChangeSource(changes, 0),
            line);

    @Test
    void saysAtOnceThatItStandsAndThenNothingUntilSomethingChanges() {
        IntStream.range(0, 5).forEach(i -> follower.step());
        assertThat(line.sent).containsExactly("alive");
    }

    @Test
    void whatChangedBetweenTwoLooksIsOneEventAndTheNextIsNotSoon() {
        follower.step();
        changes.kinds.addAll(List.of("lock", "node", "node"));
        assertThat(follower.step()).isEqualTo(ChangeSource.PAUSE_AFTER_NEWS_MILLIS);
        assertThat(follower.step()).isEqualTo(Follower.PAUSE_MILLIS);
        assertThat(line.sent).containsExactly("alive", "ChangedKinds[kinds=[lock, node]]");
    }

    @Test
    void nothingIsLostWhileTheClientIsSlow() {
        follower.step();
        line.slow = new CompletableFuture<>();
        changes.kinds.add("lock");
        follower.step();
        changes.kinds.addAll(List.of("user", "token"));
        follower.step();
        assertThat(line.sent).hasSize(2);
        line.slow.complete(null);
        follower.step();
        assertThat(line.sent).endsWith("ChangedKinds[kinds=[token, user]]");
    }

    @Test
    void endsWithTheLogin() {
        follower.step();
        logins.logout(alice, token);
        IntStream.range(0, Follower.HEARTBEAT_STEPS).forEach(i -> follower.step());
        assertThat(line.sent).endsWith("problem NOT_LOGGED_IN");
        assertThat(line.closed).isTrue();
        assertThat(follower.ended()).isTrue();
    }

    private static final class FakeChanges implements ChangeService {
        private final List<String> kinds = new ArrayList<>();

        @Override
        public Changes after(Caller caller, long mark) {
            return new Changes(
                    kinds.size(), kinds.stream().skip(mark).distinct().sorted().toList());
        }
    }
}
