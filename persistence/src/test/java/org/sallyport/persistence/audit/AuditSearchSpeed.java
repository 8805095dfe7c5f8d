package org.sallyport.persistence.audit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository.Found;
import org.sallyport.core.audit.AuditRepository.Position;
import org.sallyport.persistence.store.TestDatabases;
import org.sallyport.persistence.store.TestStore;

/** A program, not a test: how long one page of each kind of search takes in a log of millions, on PostgreSQL. */
final class AuditSearchSpeed {
    private static final int ROUNDS = 40;
    private static final int PAGE = 100;

    private static final String COMMANDS = "(array['uptime','ls -l /var/log','systemctl restart nginx.service',"
            + "'cat /etc/hosts','psql -c 1'])[1+n%%5]";

    /** A row every two seconds; a few users do most; one word in 20 rows of all, one only in the oldest. */
    private static final String FILL = ("insert into audit_event select nextval('audit_event_seq'), gen_random_uuid(),"
            + " (array['session.exec','session.exec','session.start','session.end','cert.issued','proxy.dial',"
            + "'session.sftp'])[1+n%%7], 'SP2010I', timestamptz '2026-01-01' + n * interval '2 seconds'"
            + " - (case when n %% 97 = 0 then interval '3 hours' else interval '0' end),"
            + " case when n %% 50 = 0 then 'FAILURE' else 'SUCCESS' end, 'user' || floor(power(random(), 3) * 300),"
            + " 'node', md5('n' || (n %% 500))::uuid::text, '10.0.' || (n %% 200) || '.7', md5('s' || n / 5)::uuid::text,"
            + " 'ran ' || " + COMMANDS + " || ' on node-' || (n %% 500), '{\"command\":\"' || " + COMMANDS
            + " || case when n %% 100000 = 7 then ' needle' || n else '' end"
            + " || case when n < %1$d / 20 and n %% 2 = 0 then ' oldword' else '' end"
            + " || '\",\"login\":\"ubuntu\",\"exit_status\":\"' || (n %% 3) || '\",\"reported_by\":\"agent:'"
            + " || md5('n' || (n %% 500))::uuid::text || '\"}' from generate_series(1, %1$d) n");

    private final TestStore store;
    private final JpaAuditRepository audit;

    private AuditSearchSpeed(TestStore store) {
        this.store = store;
        this.audit = new JpaAuditRepository(store.session(), store.database());
    }

    /** @param arguments rows, and the port of a PostgreSQL that has them already */
    public static void main(String[] arguments) throws Exception {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
        if (arguments.length > 1) {
            measure(on(Integer.parseInt(arguments[1])), Optional.empty());
            return;
        }
        try (EmbeddedPostgres postgres = TestDatabases.postgres()) {
            measure(on(postgres.getPort()), Optional.of(FILL.formatted(rows)));
        }
    }

    private static DataSource on(int port) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setPortNumbers(new int[] {port});
        source.setUser("postgres");
        return source;
    }

    private static void measure(DataSource source, Optional<String> fill) throws Exception {
        try (TestStore store = new TestStore(source)) {
            if (fill.isPresent()) {
                store.execute(fill.get());
                store.execute("vacuum analyze audit_event");
            }
            AuditSearchSpeed speed = new AuditSearchSpeed(store);
            for (Map.Entry<String, AuditQuery> search : speed.searches().entrySet()) {
                speed.report(search.getKey(), search.getValue());
            }
        }
    }

    private Map<String, AuditQuery> searches() {
        var one = store.call(() -> audit.search(AuditQuery.ALL, Optional.empty(), 1))
                .events()
                .getFirst()
                .event();
        Instant end = one.time();
        Map<String, AuditQuery> all = new LinkedHashMap<>();
        all.put("everything", AuditQuery.ALL);
        all.put("an hour, a month ago", query(end.minusSeconds(30 * 86_400), 3600, "", "", "", "", ""));
        all.put("a busy user", query("user0", "", "", "", ""));
        all.put("a rare user", query("user299", "", "", "", ""));
        all.put("an event", query("", "session.start", "", "", ""));
        all.put("a resource", query("", "", one.resource(), "", ""));
        all.put("a session", query("", "", "", one.sessionId(), ""));
        all.put("user and event", query("user0", "session.start", "", "", ""));
        all.put("user and event, never together", query("user0", "user.login", "", "", ""));
        all.put("user in an hour", query(end.minusSeconds(86_400), 3600, "user0", "", "", "", ""));
        all.put("a rare word", query("", "", "", "", "needle500007"));
        all.put("the beginning of a rare word", query("", "", "", "", "needle5"));
        all.put("a common word", query("", "", "", "", "nginx.service"));
        all.put("a word of two letters", query("", "", "", "", "ls"));
        all.put("words and a user", query("user7", "", "", "", "cat /etc"));
        all.put("a word that is not there", query("", "", "", "", "nowhere"));
        all.put("a common word of old events only", query("", "", "", "", "oldword"));
        return all;
    }

    private static AuditQuery query(String user, String event, String resource, String session, String text) {
        return new AuditQuery(Optional.empty(), Optional.empty(), user, event, resource, session, text);
    }

    private static AuditQuery query(
            Instant from, long seconds, String user, String event, String resource, String session, String text) {
        return new AuditQuery(
                Optional.of(from), Optional.of(from.plusSeconds(seconds)), user, event, resource, session, text);
    }

    private void report(String name, AuditQuery query) throws IOException {
        long[] nanos = new long[ROUNDS];
        Optional<Position> before = Optional.empty();
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Position> place = before;
            long start = System.nanoTime();
            Found page = store.call(() -> audit.search(query, place, PAGE));
            nanos[round] = System.nanoTime() - start;
            found = Math.max(found, page.events().size());
            // on to the next page, so that a cache of one page proves nothing
            before = page.next();
        }
        Arrays.sort(nanos);
        String line = "%s: p50 %.1f ms, p95 %.1f ms, most on a page %d%n"
                .formatted(name, nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS * 95 / 100] / 1e6, found);
        System.out.write(line.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
