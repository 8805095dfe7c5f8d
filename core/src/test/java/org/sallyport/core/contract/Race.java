package org.sallyport.core.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Lets several threads loose on the same thing at the same moment. */
final class Race {
    /** How one contender fared. */
    record Outcome<T>(Optional<T> result, Optional<ErrorCode> refusal) {}

    private Race() {}

    /** Any failure but a SallyportException fails the test. */
    static <T> List<Outcome<T>> run(int contenders, IntFunction<T> work) {
        CyclicBarrier start = new CyclicBarrier(contenders);
        try (ExecutorService threads = Executors.newFixedThreadPool(contenders)) {
            List<Future<Outcome<T>>> running = new ArrayList<>();
            for (int i = 0; i < contenders; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return attempt(number, work);
                }));
            }
            List<Outcome<T>> outcomes = new ArrayList<>();
            for (Future<Outcome<T>> one : running) {
                outcomes.add(one.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static <T> Outcome<T> attempt(int number, IntFunction<T> work) {
        try {
            return new Outcome<>(Optional.of(work.apply(number)), Optional.empty());
        } catch (SallyportException e) {
            return new Outcome<>(Optional.empty(), Optional.of(e.code()));
        }
    }
}
