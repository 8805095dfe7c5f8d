package org.sallyport.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.persistence.audit.JpaAuditRepository;

/** A server killed in the middle of its work has every audit event it confirmed. */
class StoreCrashTest {
    private static final int CONFIRMED_BEFORE_THE_KILL = 100;

    @Test
    void killedServerFindsEveryConfirmedEventInItsH2File(@TempDir Path directory) throws Exception {
        List<String> confirmed = confirmedUntilKilled(directory);

        JdbcConnectionPool pool = TestDatabases.h2(directory);
        try (TestStore store = new TestStore(pool)) {
            JpaAuditRepository audit = new JpaAuditRepository(store.session(), store.database());
            List<String> stored =
                    store
                            .call(() -> audit.search(AuditQuery.ALL, Optional.empty(), 100_000)
                                    .events())
                            .stream()
                            .map(found -> found.event().uid().toString())
                            .toList();
            assertThat(stored).containsAll(confirmed);
            store.run(() -> audit.append(event()));
            assertThat(store.call(() -> audit.after(0, 100_000))).hasSize(stored.size() + 1);
        } finally {
            pool.dispose();
        }
    }

    private static List<String> confirmedUntilKilled(Path directory) throws IOException, InterruptedException {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Server.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> confirmed = new ArrayList<>();
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while (confirmed.size() < CONFIRMED_BEFORE_THE_KILL && (line = lines.readLine()) != null) {
                confirmed.add(line);
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
        assertThat(confirmed).hasSize(CONFIRMED_BEFORE_THE_KILL);
        return confirmed;
    }

    private static AuditEvent event() {
        return AuditEvent.of(AuditEventType.DIAL).user("alice").at(Instant.parse("2026-03-01T12:00:00Z"));
    }

    /** Commits events and says so, until it is killed. */
    static final class Server {
        private Server() {}

        public static void main(String[] arguments) {
            PrintStream confirmations = System.out;
            TestStore store = new TestStore(TestDatabases.h2(Path.of(arguments[0])));
            JpaAuditRepository audit = new JpaAuditRepository(store.session(), store.database());
            while (!confirmations.checkError()) {
                AuditEvent event = event();
                store.run(() -> audit.append(event));
                confirmations.println(event.uid());
            }
        }
    }
}
