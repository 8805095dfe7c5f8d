package org.sallyport.session.live;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Tasks that may block, done in order on threads of others. So many may wait; further ones are left out. */
final class SerialTasks {
    private static final int MOST = 256;

    private final Executor executor;
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean running;

    SerialTasks(Executor executor) {
        this.executor = requireNonNull(executor, "executor");
    }

    synchronized void add(Runnable task) {
        if (queue.size() >= MOST) {
            return;
        }
        queue.add(task);
        if (!running) {
            try {
                executor.execute(this::run);
                running = true;
            } catch (RejectedExecutionException stopping) {
                queue.clear();
            }
        }
    }

    private synchronized Runnable next() {
        Runnable task = queue.poll();
        running = task != null;
        return task;
    }

    private void run() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }
}
