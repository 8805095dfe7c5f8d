package org.sallyport.connector.pipe;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * Keeps completions of writes away from the locks under which they are told. MINA writes to the socket while holding
 * the session's encode lock, and NIO2 may complete a write on that very stack; a completion that then wrote to another
 * session would take a second encode lock, and two such threads would wait for each other for ever. So a completion
 * runs after the outermost of our own calls has returned, or on the executor when there is none.
 */
public final class Deferral {
    /** Not static: two adapters in one process must not run each other's completions. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<ArrayDeque<Runnable>> pending = new ThreadLocal<>();

    private final Executor executor;
    private final Executor afterWrite;

    /**
     * @param executor runs a task on another thread
     * @param afterWrite runs a task on another thread, or at once when the current one is known to hold no lock
     */
    public Deferral(Executor executor, Executor afterWrite) {
        this.executor = requireNonNull(executor, "executor");
        this.afterWrite = requireNonNull(afterWrite, "afterWrite");
    }

    public Deferral(Executor executor) {
        this(executor, executor);
    }

    /** Runs a call that may write; call it with no lock of a session held. */
    public void enter(Runnable call) {
        if (pending.get() != null) {
            call.run();
            return;
        }
        ArrayDeque<Runnable> queue = new ArrayDeque<>();
        pending.set(queue);
        try {
            call.run();
            for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                next.run();
            }
        } finally {
            pending.remove();
            queue.forEach(this::later);
        }
    }

    /** Runs the completion of a write where no lock of a session is held. */
    void written(Runnable completion) {
        later(completion, afterWrite);
    }

    /** Runs something where no lock of a session is held. */
    public void later(Runnable task) {
        later(task, executor);
    }

    private void later(Runnable task, Executor otherwise) {
        ArrayDeque<Runnable> queue = pending.get();
        if (queue != null) {
            queue.add(task);
        } else {
            otherwise.execute(() -> enter(task));
        }
    }
}
