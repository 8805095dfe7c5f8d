package org.sallyport.web.terminal;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A container's timer with one periodic task; it runs what it has when the test says so. */
final class HandTimer {
    boolean stopped;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private Runnable periodic;
    private ScheduledFuture<?> future;

    ManagedScheduledExecutorService executor() {
        return (ManagedScheduledExecutorService) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ManagedScheduledExecutorService.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "execute" -> {
                        if (stopped) {
                            throw new RejectedExecutionException("stopped");
                        }
                        tasks.add((Runnable) arguments[0]);
                        yield null;
                    }
                    case "scheduleWithFixedDelay" -> every((Runnable) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private ScheduledFuture<?> every(Runnable task) {
        periodic = task;
        future = new Never(task);
        return future;
    }

    /** All that was given to it. */
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** The time of the periodic task has come. */
    void pass() {
        if (!future.isCancelled()) {
            periodic.run();
        }
        run();
    }

    boolean cancelled() {
        return future.isCancelled();
    }

    /** Only cancelled, never run by itself. */
    private static final class Never extends FutureTask<Void> implements RunnableScheduledFuture<Void> {
        Never(Runnable task) {
            super(task, null);
        }

        @Override
        public boolean isPeriodic() {
            return true;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
