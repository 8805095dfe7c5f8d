package org.sallyport.session.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.OnLeave;
import org.sallyport.api.resource.RequiredJoin;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.session.LiveState;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.access.Moderation;
import org.sallyport.core.access.Subject;

@Timeout(60)
class RoomTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Subject ALICE = new Subject("alice", List.of("prod"), Map.of());

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Starter starter = new Starter();
    private final LiveBook book = new LiveBook(threads, text -> "agent web1: " + text);
    private final List<String> left = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void whatTheSessionPrintsReachesAllWhoWatchAndWhatPeersTypeReachesTheProcess() throws Exception {
        Room room = open();
        ByteArrayOutputStream typed = new ByteArrayOutputStream();
        room.began(typed);
        Viewer bob = viewer("bob", SessionMode.PEER);
        assertThat(room.enter(bob)).isTrue();
        assertThat(next(bob)).contains("bob joined as peer");
        room.output("..$ ls..".getBytes(StandardCharsets.UTF_8), 2, 4);
        assertThat(next(bob)).isEqualTo("$ ls");
        room.type(new byte[] {'l', 's'}, 0, 2);
        assertThat(typed).hasToString("ls");
        room.leave(bob, "left");
        room.leave(bob, "left again");
        assertThat(left).containsExactly("bob left");
        assertThat(rest(bob)).contains("you left the session");
        starter.awaitTold("bob is no longer peer here (left)");
        Waiting.until(() -> starter.marks.contains("bob joined as peer"));
    }

    @Test
    void theBookSaysWhatGoesOnAndTellsOfChanges() {
        AtomicInteger changes = new AtomicInteger();
        book.whenChanged(changes::incrementAndGet);
        Room room = open();
        assertThat(changes).hasValue(1);
        room.enter(viewer("bob", SessionMode.OBSERVER));
        assertThat(changes).hasValue(2);
        assertThat(book.live()).singleElement().satisfies(session -> {
            assertThat(session.id()).isEqualTo("s1");
            assertThat(session.roles()).containsExactly("prod");
            assertThat(session.state()).isEqualTo(LiveState.RUNNING);
            assertThat(session.participants()).singleElement().satisfies(each -> assertThat(each.user())
                    .isEqualTo("bob"));
        });
        book.close(room);
        assertThat(changes).hasValue(3);
        assertThat(book.live()).isEmpty();
        assertThat(book.find("s1")).isEmpty();
        assertThat(left).containsExactly("bob the session ended");
        assertThat(room.enter(viewer("carol", SessionMode.PEER))).isFalse();
    }

    @Test
    void whoDoesNotReadIsDroppedAndTheOthersAreNotHeldUp() throws Exception {
        Room room = open();
        Viewer slow = viewer("slow", SessionMode.OBSERVER);
        Viewer quick = viewer("quick", SessionMode.OBSERVER);
        room.enter(slow);
        room.enter(quick);
        byte[] data = new byte[64 * 1024];
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> count(quick, 64 * data.length), threads);
        for (int i = 0; i < 64; i++) {
            int before = i;
            room.output(data, 0, data.length);
            // a reader who keeps up: never more than some pieces behind
            Waiting.until(() -> received.get() >= (before - 4) * data.length);
        }
        assertThat(read.get(30, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(64 * data.length);
        assertThat(left).containsExactly("slow read too slowly");
        assertThat(rest(slow)).hasSizeLessThan(1000).contains("more than 1048576 bytes waited for you");
        starter.awaitTold("slow is no longer observer here (read too slowly)");
    }

    @Test
    void noMoreThanSoManyTakePart() {
        Room room = open();
        for (int i = 0; i < Room.MOST_VIEWERS; i++) {
            assertThat(room.enter(viewer("user" + i, SessionMode.OBSERVER))).isTrue();
        }
        assertThat(room.enter(viewer("late", SessionMode.OBSERVER))).isFalse();
    }

    @Test
    void itWaitsRunsPausesAndGoesOn() throws Exception {
        Room room = open(policy(OnLeave.PAUSE));
        assertThat(room.session().state()).isEqualTo(LiveState.WAITING);
        starter.awaitTold("it waits to begin, Ctrl-C gives up: role prod wants 1 more as moderator (auditors)");
        CompletableFuture<Boolean> begins = CompletableFuture.supplyAsync(() -> call(room::awaitStart), threads);
        ByteArrayOutputStream process = new ByteArrayOutputStream();
        room.began(process);
        room.type(new byte[] {'a'}, 0, 1);
        room.enter(viewer("dave", SessionMode.OBSERVER));
        assertThat(begins).isNotDone();
        Viewer bob = viewer("bob", SessionMode.MODERATOR);
        room.enter(bob);
        assertThat(begins.get(10, TimeUnit.SECONDS)).isTrue();
        room.type(new byte[] {'b'}, 0, 1);
        room.leave(bob, "left");
        assertThat(room.session().state()).isEqualTo(LiveState.PAUSED);
        room.type(new byte[] {'c'}, 0, 1);
        CompletableFuture<Boolean> goesOn = CompletableFuture.supplyAsync(
                () -> call(() -> {
                    room.awaitRunning();
                    return true;
                }),
                threads);
        starter.awaitTold("it is paused: role prod wants");
        assertThat(goesOn).isNotDone();
        room.enter(viewer("bob", SessionMode.MODERATOR));
        assertThat(goesOn.get(10, TimeUnit.SECONDS)).isTrue();
        room.type(new byte[] {'d'}, 0, 1);
        assertThat(process).hasToString("bd");
        starter.awaitTold("it goes on");
        assertThat(starter.ends).isEmpty();
    }

    @Test
    void itEndsWhenItsRolesSaySo() throws Exception {
        Room room = open(policy(OnLeave.TERMINATE));
        Viewer bob = viewer("bob", SessionMode.MODERATOR);
        room.enter(bob);
        room.leave(bob, "disconnected");
        Waiting.until(() -> !starter.ends.isEmpty());
        assertThat(starter.ends).containsExactly(" role prod wants 1 more as moderator (auditors)");
        assertThat(room.enter(viewer("carol", SessionMode.MODERATOR))).isFalse();
    }

    @Test
    void aWaitIsOverWhenTheStarterIsGone() throws Exception {
        Room room = open(policy(OnLeave.PAUSE));
        CompletableFuture<Boolean> begins = CompletableFuture.supplyAsync(() -> call(room::awaitStart), threads);
        room.abandon();
        assertThat(begins.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aForcedEndComesOnceAndDoesNotWaitForAStarterWhoReadsNothing() {
        Room room = open();
        starter.stuck = new CountDownLatch(1);
        book.end("unknown", "root", "never");
        book.end("s1", "root", "incident 7");
        book.end("s1", "root", "again");
        Waiting.until(() -> !starter.ends.isEmpty());
        starter.stuck.countDown();
        assertThat(starter.ends).containsExactly("root incident 7");
        assertThat(room.enter(viewer("bob", SessionMode.PEER))).isFalse();
    }

    private final AtomicInteger received = new AtomicInteger();

    private int count(Viewer viewer, int until) {
        while (received.get() < until) {
            received.addAndGet(call(viewer::take).orElseThrow().length);
        }
        return received.get();
    }

    private static String next(Viewer viewer) throws InterruptedException {
        return new String(viewer.take().orElseThrow(), StandardCharsets.UTF_8);
    }

    private static String rest(Viewer viewer) throws InterruptedException {
        StringBuilder rest = new StringBuilder();
        for (Optional<byte[]> next = viewer.take(); next.isPresent(); next = viewer.take()) {
            rest.append(new String(next.get(), StandardCharsets.UTF_8));
        }
        return rest.toString();
    }

    private static <T> T call(java.util.concurrent.Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Viewer viewer(String user, SessionMode mode) {
        return new Viewer(new Subject(user, List.of(), Map.of()), mode, NOW, why -> left.add(user + " " + why));
    }

    private Room open(RequiredJoin... policies) {
        RoleConditions allow = new RoleConditions(List.of(), Map.of(), "", List.of(), List.of(), List.of(policies));
        Resource<RoleSpec> role =
                Resource.of(Metadata.named("prod"), new RoleSpec(RoleOptions.DEFAULTS, allow, RoleConditions.NONE));
        return book.open(
                new Room.Facts("s1", ALICE, "root", "shell", true, NOW), Moderation.of(ALICE, List.of(role)), starter);
    }

    private static RequiredJoin policy(OnLeave onLeave) {
        return new RequiredJoin("auditors", "true", List.of(), List.of(SessionMode.MODERATOR), 1, onLeave);
    }

    private static final class Starter implements Owner {
        final List<String> told = new CopyOnWriteArrayList<>();
        final List<String> marks = new CopyOnWriteArrayList<>();
        final List<String> ends = new CopyOnWriteArrayList<>();
        volatile CountDownLatch stuck = new CountDownLatch(0);

        @Override
        public void tell(String text) {
            try {
                if (stuck.await(30, TimeUnit.SECONDS)) {
                    told.add(text);
                }
            } catch (InterruptedException e) {
                // the test is over
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void mark(String line) {
            marks.add(line);
        }

        @Override
        public void end(String by, String why) {
            ends.add(by + " " + why);
        }

        void awaitTold(String part) {
            Waiting.until(() -> told.stream().anyMatch(each -> each.contains(part)));
        }
    }

    /** For what happens on other threads. */
    private static final class Waiting {
        static void until(java.util.function.BooleanSupplier condition) {
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("did not come true");
                }
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
