package org.sallyport.agent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

class AuditSpoolTest {
    @TempDir
    Path directory;

    private final ObjectMapper mapper = Json.jsonMapper();

    private static AuditEvent event(int size) {
        return AuditEvent.of(AuditEventType.SESSION_START)
                .message("line one\nline two " + "x".repeat(size))
                .at(Instant.EPOCH);
    }

    private AuditSpool open() {
        return new AuditSpool(directory, AuditSpool.DEFAULT_LIMIT);
    }

    private List<UUID> drain(AuditSpool spool) throws Exception {
        List<UUID> uids = new ArrayList<>();
        for (AuditSpool.Batch batch = spool.next(0); !batch.events().isEmpty(); batch = spool.next(0)) {
            for (byte[] json : batch.events()) {
                uids.add(mapper.readValue(json, AuditEvent.class).uid());
            }
            spool.taken(batch);
        }
        return uids;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Test
    void keepsOrderOverManySegmentsAndDeletesWhatWasTaken() throws Exception {
        List<UUID> emitted = new ArrayList<>();
        try (AuditSpool spool = open()) {
            for (int i = 0; i < 300; i++) {
                AuditEvent event = event(10_000);
                emitted.add(event.uid());
                spool.emit(event);
            }
            assertThat(files()).hasSizeGreaterThan(2);
            assertThat(drain(spool)).isEqualTo(emitted);
            assertThat(files()).hasSize(1);
        }
    }

    @Test
    void whatWasNotTakenIsSentAgainAfterARestart() throws Exception {
        AuditEvent first = event(5);
        AuditEvent second = event(5);
        AuditSpool killed = open();
        killed.emit(first);
        killed.next(0);
        killed.emit(second);
        // no close: as after kill -9

        try (AuditSpool restarted = open()) {
            assertThat(drain(restarted)).containsExactly(first.uid(), second.uid());
        }
    }

    @Test
    void aTornLastLineLosesNothingElse() throws Exception {
        AuditEvent whole = event(100);
        AuditSpool killed = open();
        killed.emit(whole);
        killed.emit(event(100));
        Path file = files().getFirst();
        byte[] content = Files.readAllBytes(file);

        for (int cut = 1; cut < 120; cut += 7) {
            Files.write(file, java.util.Arrays.copyOf(content, content.length - cut));
            AuditEvent later = event(3);
            try (AuditSpool restarted = open()) {
                restarted.emit(later);
                assertThat(drain(restarted)).containsExactly(whole.uid(), later.uid());
            }
            Files.write(file, content);
        }
    }

    @Test
    void aFlippedBitCostsAtMostTheLinesItTouches() throws Exception {
        List<UUID> emitted = new ArrayList<>();
        AuditSpool killed = open();
        for (int i = 0; i < 20; i++) {
            AuditEvent event = event(50);
            emitted.add(event.uid());
            killed.emit(event);
        }
        Path file = files().getFirst();
        byte[] content = Files.readAllBytes(file);
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = content.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            try (AuditSpool restarted = open()) {
                List<UUID> read = drain(restarted);
                assertThat(emitted).containsAll(read);
                assertThat(read).hasSizeGreaterThanOrEqualTo(18).hasSizeLessThan(20);
            }
            Files.write(file, content);
        }
    }

    @Test
    void aFullSpoolRefusesAndGoesOnWhenSent() throws Exception {
        try (AuditSpool spool = new AuditSpool(directory, 200_000)) {
            int taken = 0;
            try {
                for (; taken < 100; taken++) {
                    spool.emit(event(10_000));
                }
            } catch (SallyportException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
            }
            assertThat(taken).isBetween(15, 20);
            assertThat(drain(spool)).hasSize(taken);
            spool.emit(event(10_000));
        }
    }

    @Test
    void anOversizedEventIsRefused() {
        try (AuditSpool spool = open()) {
            assertThatThrownBy(() -> spool.emit(event(300_000)))
                    .isInstanceOfSatisfying(
                            SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
        }
    }

    @Test
    void manyThreadsAtOnceLoseNothingWhileAReaderDrains() throws Exception {
        try (AuditSpool spool = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<List<UUID>>> writers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                writers.add(CompletableFuture.supplyAsync(
                        () -> {
                            List<UUID> mine = new ArrayList<>();
                            for (int n = 0; n < 50; n++) {
                                AuditEvent event = event(2_000);
                                spool.emit(event);
                                mine.add(event.uid());
                            }
                            return mine;
                        },
                        threads));
            }
            List<UUID> read = new ArrayList<>();
            while (read.size() < 800) {
                read.addAll(drain(spool));
                spool.next(50);
            }
            List<UUID> emitted = new ArrayList<>();
            for (CompletableFuture<List<UUID>> writer : writers) {
                emitted.addAll(writer.get());
            }
            assertThat(read).containsExactlyInAnyOrderElementsOf(emitted);
        }
    }
}
