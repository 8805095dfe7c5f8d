package org.sallyport.persistence.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.core.issue.IssuedCertificateRepository.IssuedCertificate;
import org.sallyport.persistence.audit.JpaAuditRepository;
import org.sallyport.persistence.issue.JpaIssuedCertificateRepository;

/** A program, not a test: how many transactions of one certificate and one audit event a database takes per second. */
final class StoreThroughput {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String CERTIFICATE = "ssh-ed25519-cert-v01@openssh.com " + "A".repeat(1100);
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final AtomicLong number = new AtomicLong();
    private final TestStore store;
    private final JpaIssuedCertificateRepository certificates;
    private final JpaAuditRepository audit;

    private StoreThroughput(TestStore store) {
        this.store = store;
        this.certificates = new JpaIssuedCertificateRepository(store.session());
        this.audit = new JpaAuditRepository(store.session(), store.database());
    }

    public static void main(String[] arguments) throws Exception {
        for (String options : List.of(";WRITE_DELAY=0", "")) {
            JdbcConnectionPool pool = TestDatabases.h2(Files.createTempDirectory("store-throughput"), options);
            try (TestStore store = new TestStore(pool)) {
                new StoreThroughput(store).measure("H2 file" + options);
            } finally {
                pool.dispose();
            }
        }
        try (EmbeddedPostgres postgres = TestDatabases.postgres();
                TestStore store = new TestStore(TestDatabases.pooled(postgres))) {
            new StoreThroughput(store).measure("PostgreSQL");
        }
    }

    private void measure(String name) throws Exception {
        round(8, 500);
        for (int threads : List.of(1, 8, 16)) {
            int each = 8000 / threads;
            Duration busy = busy();
            long start = System.nanoTime();
            round(threads, each);
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuMillis = busy().minus(busy).toNanos() / 1e6 / (threads * each);
            report("%s, %d threads: %.0f transactions/s, %.2f ms of CPU each in this process%n"
                    .formatted(name, threads, threads * each / seconds, cpuMillis));
        }
    }

    /** Tells more than the rate where other programs share the machine; a database server's own share is not in it. */
    private static Duration busy() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private void round(int threads, int each) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            Callable<Void> writer = () -> {
                for (int i = 0; i < each; i++) {
                    store.run(this::issue);
                }
                return null;
            };
            for (Future<Void> done :
                    pool.invokeAll(Stream.generate(() -> writer).limit(threads).toList())) {
                done.get();
            }
        }
    }

    private void issue() {
        long serial = number.incrementAndGet() * GOLDEN_RATIO;
        certificates.insert(new IssuedCertificate(
                serial, "ssh-user", "alice", List.of("root", "ubuntu"), NOW, NOW.plusSeconds(3600), CERTIFICATE));
        audit.append(AuditEvent.of(AuditEventType.CERTIFICATE_ISSUED)
                .user("alice")
                .resource("user", "alice")
                .address("192.0.2.7")
                .message("certificate issued to alice for 1h")
                .field("serial", Long.toUnsignedString(serial))
                .field("kind", "ssh-user")
                .at(NOW));
    }

    private static void report(String line) throws IOException {
        System.out.write(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        System.out.flush();
    }
}
