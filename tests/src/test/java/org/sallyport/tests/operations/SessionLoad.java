package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Command;

/** Sessions that stay open and sessions that are opened all the time, while something happens to the cluster. */
final class SessionLoad implements AutoCloseable {
    private static final String ECHO = "while read line; do echo \"got $line\"; done; echo ended";

    private static final Duration PAUSE = Duration.ofMillis(500);

    private record Open(Process process, Writer in, BufferedReader out) {}

    private final List<Open> open = new ArrayList<>();
    private final List<Thread> openers = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final ReadWriteLock files = new ReentrantReadWriteLock(true);
    private volatile boolean over;
    private int said;

    /** An interactive session that must live to the end. @param ssh stock ssh to which the remote command is appended */
    SessionLoad keep(Supplier<Command> ssh) {
        Process process = ssh.get().pipe();
        Open session = new Open(process, process.outputWriter(), process.inputReader());
        open.add(session);
        exchange(session, "first");
        return this;
    }

    static String echo() {
        return ECHO;
    }

    /** One session after another, each of which must be let in. */
    SessionLoad repeat(Supplier<Command> ssh) {
        openers.add(Thread.ofVirtual().start(() -> {
            while (!over) {
                files.readLock().lock();
                try {
                    Command.Result result = ssh.get().run();
                    if (result.exitCode() != 0) {
                        failures.add(result.toString());
                    }
                } finally {
                    files.readLock().unlock();
                }
                opened.incrementAndGet();
                // a load, not all of the machine: what it is a load for must go on beside it
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }));
        return this;
    }

    /** While no new session reads the files that a login writes: key and certificate are two of them. */
    void between(Runnable login) {
        files.writeLock().lock();
        try {
            login.run();
        } finally {
            files.writeLock().unlock();
        }
    }

    /** Everything open answers, and so do new ones that begin only now. */
    void holds(String when) {
        said++;
        open.forEach(session -> exchange(session, "line " + said));
        int before = opened.get();
        // of two openers each may have one under way that began before
        Await.until(
                "new sessions " + when,
                Duration.ofSeconds(90),
                () -> opened.get() >= before + 2 * openers.size(),
                () -> String.join("\n", failures));
        assertThat(failures).as("sessions refused by: " + when).isEmpty();
    }

    private static void exchange(Open session, String line) {
        try {
            session.in().write(line + "\n");
            session.in().flush();
            assertThat(session.out().readLine()).isEqualTo("got " + line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is open ends as it should. */
    void end() throws Exception {
        over = true;
        for (Thread opener : openers) {
            opener.join();
        }
        assertThat(failures).isEmpty();
        for (Open session : open) {
            session.in().close();
            assertThat(session.out().readLine()).isEqualTo("ended");
            assertThat(session.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(session.process().exitValue()).isZero();
        }
    }

    @Override
    public void close() {
        over = true;
        open.forEach(session -> session.process().destroyForcibly());
    }
}
