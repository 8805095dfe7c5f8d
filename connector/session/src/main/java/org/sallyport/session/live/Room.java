package org.sallyport.session.live;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.LiveState;
import org.sallyport.core.access.Moderation;
import org.sallyport.core.access.Moderation.Verdict;
import org.sallyport.core.access.Subject;

/**
 * One live session and who takes part in it. It has the session's output on its way to the starter and everybody's input
 * on its way to the process, and says whether the session may run. Nothing here waits for somebody who only takes part.
 */
public final class Room {
    static final int MOST_VIEWERS = 64;
    private static final int TELL_SECONDS = 2;

    /** Of a session, from its start. */
    public record Facts(String id, Subject starter, String login, String kind, boolean terminal, Instant started) {}

    private final Facts facts;
    private final Moderation moderation;
    private final Owner owner;
    private final UnaryOperator<String> line;
    private final Executor threads;
    private final Runnable changed;
    private final SerialTasks notices;
    /** Apart from the notices: the recording does not wait for a starter who does not read. */
    private final SerialTasks marks;

    private final Object typing = new Object();
    private volatile List<Viewer> viewers = List.of();
    private LiveState state = LiveState.RUNNING;
    private boolean over;
    private OutputStream input = OutputStream.nullOutputStream();

    /**
     * @param line form of what people are told
     * @param changed told after each change that {@link #session} shows; must not block
     */
    Room(
            Facts facts,
            Moderation moderation,
            Owner owner,
            UnaryOperator<String> line,
            Executor threads,
            Runnable changed) {
        this.facts = requireNonNull(facts, "facts");
        this.moderation = requireNonNull(moderation, "moderation");
        this.owner = requireNonNull(owner, "owner");
        this.line = requireNonNull(line, "line");
        this.threads = requireNonNull(threads, "threads");
        this.changed = requireNonNull(changed, "changed");
        this.notices = new SerialTasks(threads);
        this.marks = new SerialTasks(threads);
        Verdict verdict = moderation.judge(List.of());
        if (!verdict.met()) {
            state = LiveState.WAITING;
            say(waits(verdict));
        }
    }

    public String id() {
        return facts.id();
    }

    /** As it is now. */
    public synchronized LiveSession session() {
        return new LiveSession(
                facts.id(),
                facts.starter().user(),
                facts.starter().roles(),
                facts.login(),
                facts.kind(),
                facts.terminal(),
                facts.started(),
                state,
                viewers.stream().map(Viewer::participant).toList());
    }

    /** @return false when he cannot come in, whatever his roles say; he is told why then */
    public boolean enter(Viewer viewer) {
        Optional<String> refusal = Optional.empty();
        synchronized (this) {
            if (over) {
                refusal = Optional.of("it has ended");
            } else if (viewers.size() >= MOST_VIEWERS) {
                refusal = Optional.of(MOST_VIEWERS + " take part already; wait until one of them leaves");
            } else {
                admit(viewer);
            }
        }
        refusal.ifPresentOrElse(
                why -> viewer.close(line.apply("access denied: join: " + about(why)), why), changed::run);
        return refusal.isEmpty();
    }

    private void admit(Viewer viewer) {
        List<Viewer> more = new ArrayList<>(viewers);
        more.add(viewer);
        viewers = List.copyOf(more);
        say(viewer.user() + " joined as " + viewer.mode().wireName());
        judge();
    }

    private String about(String what) {
        return "session of " + facts.starter().user() + ": " + what;
    }

    /** Once; a viewer who is not in the room any more is ignored. */
    public void leave(Viewer viewer, String why) {
        if (remove(viewer, why)) {
            viewer.close(line.apply("you left the session"), why);
        }
    }

    private boolean remove(Viewer viewer, String why) {
        synchronized (this) {
            List<Viewer> fewer = new ArrayList<>(viewers);
            if (!fewer.remove(viewer)) {
                return false;
            }
            viewers = List.copyOf(fewer);
            say(viewer.user() + " is no longer " + viewer.mode().wireName() + " here (" + why + ")");
            judge();
        }
        changed.run();
        return true;
    }

    /** By whom the starter's roles want here; holds the lock. */
    private void judge() {
        Verdict verdict = moderation.judge(viewers.stream().map(Viewer::present).toList());
        LiveState before = state;
        if (verdict.met()) {
            state = LiveState.RUNNING;
            if (before != state) {
                say(before == LiveState.WAITING ? "all who are wanted are here: it begins" : "it goes on");
            }
        } else if (before == LiveState.WAITING) {
            say(waits(verdict));
        } else if (verdict.terminates()) {
            end("", verdict.needs());
        } else {
            state = LiveState.PAUSED;
            say("it is paused: " + verdict.needs());
        }
        notifyAll();
    }

    private static String waits(Verdict verdict) {
        return "it waits to begin, Ctrl-C gives up: " + verdict.needs();
    }

    /** To everybody and to the recording. */
    private void say(String what) {
        String text = line.apply(about(what));
        byte[] bytes = onItsOwn(text).getBytes(StandardCharsets.UTF_8);
        // one who does not even take this is found out at the next output
        viewers.forEach(viewer -> viewer.offer(bytes));
        notices.add(() -> owner.tell(onItsOwn(text)));
        marks.add(() -> owner.mark(what));
    }

    /** Wherever a terminal's cursor is. */
    static String onItsOwn(String text) {
        return "\r\n" + text + "\r\n";
    }

    /** What the session prints, for all who watch. Never blocks. */
    public void output(byte[] data, int offset, int length) {
        List<Viewer> now = viewers;
        if (now.isEmpty() || length == 0) {
            return;
        }
        byte[] copy = Arrays.copyOfRange(data, offset, offset + length);
        for (Viewer viewer : now) {
            if (!viewer.offer(copy)) {
                String why = "read too slowly";
                if (remove(viewer, why)) {
                    viewer.drop(
                            line.apply("you left the session: more than " + Viewer.MOST
                                    + " bytes waited for you; join again over a faster connection"),
                            why);
                }
            }
        }
    }

    /** Whether it has not begun because somebody is wanted who is not here. */
    public synchronized boolean isWaiting() {
        return state == LiveState.WAITING;
    }

    /** Blocks while it waits. @return false when it is over before it began */
    public synchronized boolean awaitStart() throws InterruptedException {
        while (state == LiveState.WAITING && !over) {
            wait();
        }
        return !over;
    }

    /** Blocks while it is paused; not when it is over. */
    public synchronized void awaitRunning() throws InterruptedException {
        while (state == LiveState.PAUSED && !over) {
            wait();
        }
    }

    /** Where input goes from now on. */
    public synchronized void began(OutputStream process) {
        input = requireNonNull(process, "process");
    }

    /** What the starter or a peer types; lost while the session waits or is paused. May block, as the process does. */
    public void type(byte[] data, int offset, int length) throws IOException {
        OutputStream to;
        synchronized (this) {
            if (state != LiveState.RUNNING || over) {
                return;
            }
            to = input;
        }
        // one's escape sequence is not torn apart by another's
        synchronized (typing) {
            to.write(data, offset, length);
            to.flush();
        }
    }

    /** Ends it for all, once. @param by empty when it is for the want of somebody */
    public void end(String by, String why) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            notifyAll();
            say(by.isEmpty() ? "it ends: " + why : "it was ended by " + by + ": " + why);
        }
        CountDownLatch told = new CountDownLatch(1);
        notices.add(told::countDown);
        threads.execute(() -> {
            awaitTold(told);
            owner.end(by, why);
        });
    }

    /** A starter who does not read must not keep the session alive. */
    private static void awaitTold(CountDownLatch told) {
        try {
            if (!told.await(TELL_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The starter is gone, or will not wait any longer: nothing here blocks any more. */
    public synchronized void abandon() {
        over = true;
        notifyAll();
    }

    /** The session is over. */
    void close() {
        List<Viewer> last;
        synchronized (this) {
            over = true;
            last = viewers;
            viewers = List.of();
            notifyAll();
        }
        String text = line.apply(about("it has ended"));
        last.forEach(viewer -> viewer.close(text, "the session ended"));
    }
}
