package org.sallyport.agent.control;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** All tasks over one connection: when one ends, all do. */
final class ControlSession {
    private final ManagedChannel channel;
    private final List<Task> tasks;
    private final ExecutorService threads;
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    ControlSession(ManagedChannel channel, List<Task> tasks, ExecutorService threads) {
        this.channel = channel;
        this.tasks = tasks;
        this.threads = threads;
    }

    /** Returns when a new connection is wanted. @throws SallyportException when this one is no good */
    void run(Runnable whenConnected) throws InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        channel.notifyWhenStateChanged(ConnectivityState.IDLE, () -> watchState(whenConnected));
        for (Task task : tasks) {
            running.add(threads.submit(() -> work(task)));
        }
        try {
            over.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SallyportException failure
                    ? failure
                    : new SallyportException(
                            ErrorCode.INTERNAL, "agent: a task failed (" + e.getCause() + ")", "", e.getCause());
        } finally {
            channel.shutdownNow();
            running.forEach(each -> each.cancel(true));
        }
    }

    private void watchState(Runnable whenConnected) {
        ConnectivityState state = channel.getState(false);
        if (state == ConnectivityState.READY) {
            whenConnected.run();
        } else if (state != ConnectivityState.SHUTDOWN) {
            channel.notifyWhenStateChanged(state, () -> watchState(whenConnected));
        }
    }

    private void work(Task task) {
        try {
            task.run(channel);
            over.complete(null);
        } catch (InterruptedException e) {
            over.complete(null);
        } catch (RuntimeException e) {
            over.completeExceptionally(e);
        }
    }

    void end() {
        over.complete(null);
    }
}
