package org.sallyport.ejb.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.connector.WatchSink;
import org.sallyport.core.resource.ResourceChange;
import org.sallyport.ejb.fixture.AuthServer;

class WatchBroadcasterTest {
    private final AuthServer server = new AuthServer();
    private final WatchBroadcaster broadcaster = new WatchBroadcaster(server.feed, server.recordingKeys);
    private final Heard heard = new Heard();

    @Test
    void newWatcherGetsEverythingItDecidesByAndThenChangesInOrder() throws Exception {
        try (AutoCloseable watch = broadcaster.watch(0, heard, server.trust.trust()::authorities)) {
            assertThat(watch).isNotNull();
            assertThat(heard.until("synced"))
                    .startsWith(
                            "reset",
                            "authorities 2",
                            "recording key " + server.recordingKeys.current().id())
                    .contains("put role/access", "put role/editor", "put cluster_config/cluster")
                    .noneMatch(line -> line.contains("user/"));
            role("a");
            role("b");
            server.resources.delete(AuthServer.SYSTEM, ResourceKind.ROLE, "a", Optional.empty());
            assertThat(heard.until("delete role/a")).containsExactly("put role/a", "put role/b", "delete role/a");
            server.lock("l", LockTarget.ofUser("ann"), "");
            server.unlock("l");
            assertThat(heard.until("delete lock/l")).containsExactly("put lock/l", "delete lock/l");
        }
    }

    @Test
    void watcherResumesWhereItLeftOff() throws Exception {
        long left = server.feed.snapshot().revision();
        role("a");
        server.user("ann", "access");
        role("b");
        try (AutoCloseable watch = broadcaster.watch(left, heard, List::of)) {
            assertThat(watch).isNotNull();
            assertThat(heard.until("synced"))
                    .containsExactly(
                            "authorities 0",
                            "recording key " + server.recordingKeys.current().id(),
                            "put role/a",
                            "put role/b",
                            "synced");
        }
    }

    @Test
    void watcherFromAForgottenOrUnknownRevisionStartsOver() throws Exception {
        try (AutoCloseable watch = broadcaster.watch(1, heard, List::of)) {
            assertThat(watch).isNotNull();
            assertThat(heard.until("synced")).startsWith("reset");
        }
        Heard second = new Heard();
        try (AutoCloseable watch = broadcaster.watch(99_999, second, List::of)) {
            assertThat(watch).isNotNull();
            assertThat(second.until("synced")).startsWith("reset");
        }
    }

    @Test
    void slowWatcherIsCutOffWithAReasonAndHoldsUpNobody() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        Heard slow = new Heard() {
            @Override
            public void change(ResourceChange change) {
                blocked.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException("interrupted", interrupted);
                }
            }
        };
        broadcaster.watch(server.feed.snapshot().revision(), slow, List::of);
        broadcaster.watch(server.feed.snapshot().revision(), heard, List::of);
        slow.until("synced");
        role("first");
        assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i <= Watch.CAPACITY; i++) {
            heard.until("put role/" + (i == 0 ? "first" : "r" + (i - 1)));
            role("r" + i);
        }
        heard.until("put role/r" + Watch.CAPACITY);
        assertThat(slow.until("closed")).last().asString().contains("too slow");
    }

    @Test
    void authoritiesReachEveryWatcher() throws Exception {
        try (AutoCloseable watch = broadcaster.watch(0, heard, List::of)) {
            assertThat(watch).isNotNull();
            heard.until("synced");
            broadcaster.authoritiesChanged(server.trust.trust().authorities());
            assertThat(heard.until("authorities")).containsExactly("authorities 2");
        }
    }

    @Test
    void nothingIsSaidAfterClosing() throws Exception {
        AutoCloseable watch = broadcaster.watch(0, heard, List::of);
        heard.until("synced");
        watch.close();
        Heard other = new Heard();
        broadcaster.watch(server.feed.snapshot().revision(), other, List::of);
        other.until("synced");
        role("late");
        other.until("put role/late");
        assertThat(heard.lines).isEmpty();
    }

    private void role(String name) {
        server.role(name, new RoleSpec(null, new RoleConditions(List.of(), Map.of(), List.of()), null));
    }

    /** Notes what it hears, one line each. */
    private static class Heard implements WatchSink {
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        /** Everything up to the first line that starts like this. */
        List<String> until(String start) throws InterruptedException {
            List<String> all = new java.util.ArrayList<>();
            String line;
            do {
                line = lines.poll(20, TimeUnit.SECONDS);
                assertThat(line).as("waiting for '" + start + "' after " + all).isNotNull();
                all.add(line);
            } while (!line.startsWith(start));
            return all;
        }

        @Override
        public void reset() {
            lines.add("reset");
        }

        @Override
        public void authorities(List<Authority> authorities) {
            lines.add("authorities " + authorities.size());
        }

        @Override
        public void recordingKey(RecordingKey key) {
            lines.add("recording key " + key.id());
        }

        @Override
        public void change(ResourceChange change) {
            lines.add((change.resource().isPresent() ? "put " : "delete ")
                    + change.kind().wireName() + "/" + change.name());
        }

        @Override
        public void synced(long revision) {
            lines.add("synced");
        }

        @Override
        public void closed(String reason) {
            lines.add("closed " + reason);
        }
    }
}
