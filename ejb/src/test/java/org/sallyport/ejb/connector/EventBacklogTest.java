package org.sallyport.ejb.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.ejb.auditlog.AuditWriter;

class EventBacklogTest {
    private final List<List<String>> transactions = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final EventBacklog backlog = new EventBacklog(new Writer());

    /** Waits in its first transaction; takes nothing that is called "bad". */
    private final class Writer extends AuditWriter {
        @Override
        public void recordNow(List<AuditEvent> events) {
            await();
            events.forEach(event -> refuseBad(event));
            transactions.add(events.stream().map(AuditEvent::message).toList());
        }

        @Override
        public void recordNow(AuditEvent event) {
            refuseBad(event);
            transactions.add(List.of(event.message()));
        }

        private void refuseBad(AuditEvent event) {
            if (event.message().equals("bad")) {
                throw new SallyportException(ErrorCode.PAYLOAD_TOO_LARGE, "too large");
            }
        }

        private void await() {
            first.countDown();
            try {
                if (!goOn.await(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody goes on");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void whatComesMeanwhileIsStoredTogetherAndEachCallReturnsWhenItsEventIs() throws Exception {
        storeWhileBusy(List.of("1", "2", "3"));
        assertThat(transactions).hasSize(2);
        assertThat(transactions.get(0)).containsExactly("busy");
        assertThat(transactions.get(1)).containsExactlyInAnyOrder("1", "2", "3");
    }

    @Test
    void eventThatIsNotTakenCostsNoOtherOneItsPlace() throws Exception {
        storeWhileBusy(List.of("1", "bad", "3"));
        assertThat(transactions).containsExactlyInAnyOrder(List.of("busy"), List.of("1"), List.of("3"));
    }

    private void storeWhileBusy(List<String> messages) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = new ArrayList<>();
            calls.add(threads.submit(() -> backlog.recordOrKeep(event("busy"))));
            assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
            messages.forEach(message -> calls.add(threads.submit(() -> backlog.recordOrKeep(event(message)))));
            while (backlog.arriving() < messages.size()) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            for (Future<?> call : calls) {
                call.get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static AuditEvent event(String message) {
        return AuditEvent.of(AuditEventType.TUNNEL_UP).message(message).at(Instant.EPOCH);
    }
}
