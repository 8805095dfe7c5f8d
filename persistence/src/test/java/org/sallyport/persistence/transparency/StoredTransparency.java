package org.sallyport.persistence.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.rest.LogHead;
import org.sallyport.core.transparency.LogPages;
import org.sallyport.persistence.store.TestStore;

/** The log on a database: nothing is missed, and nothing is changed unseen. */
public abstract class StoredTransparency {
    private static final Instant NOON = StoredLog.NOON;
    private static final long SERIAL = -77;
    private static final String UNSIGNED = Long.toUnsignedString(SERIAL);

    private StoredLog log;

    protected abstract TestStore store();

    @BeforeEach
    void open() {
        log = new StoredLog(store());
    }

    private static AuditEvent event(String message) {
        return AuditEvent.of(AuditEventType.DIAL)
                .user("alice")
                .resource("node", "4fd1")
                .address("192.0.2.7")
                .session("s-1")
                .message(message)
                .field("login", "root")
                .at(NOON);
    }

    private AuditEvent filled(int events) {
        AuditEvent last = null;
        for (int i = 0; i < events; i++) {
            last = event("number " + i);
            log.append(last);
        }
        log.issue(SERIAL);
        log.sequence();
        return last;
    }

    @Test
    void everyChangedColumnIsFoundAndItsRowNamed() throws SQLException {
        AuditEvent edited = filled(150);
        LogHead kept = log.head();
        assertThat(log.verify(kept)).isEmpty();

        String uid = "uid = '" + edited.uid() + "'";
        Map<String, String> events = store().columns("audit_event");
        Map<String, String> certificates = store().columns("issued_certificate");
        assertThat(events).hasSize(13);
        assertThat(certificates).hasSize(9);
        for (String column : events.keySet()) {
            changes("audit_event", uid, column, events.get(column), "event " + edited.uid());
        }
        for (String column : certificates.keySet()) {
            changes(
                    "issued_certificate",
                    "serial = " + SERIAL,
                    column,
                    certificates.get(column),
                    "certificate " + UNSIGNED);
        }
        assertThat(log.verify(kept)).isEmpty();
    }

    /** Edits one column, sees it named, and puts it back. */
    private void changes(String table, String where, String column, String type, String named) throws SQLException {
        String saved = "create table saved as select * from " + table + " where " + where;
        store().execute(saved);
        store().execute("update " + table + " set " + column + " = " + another(column, type) + " where " + where);
        List<String> findings = log.verify();
        store().execute("delete from " + table + " where " + where + " or " + where(table, column, type));
        store().execute("insert into " + table + " select * from saved");
        store().execute("drop table saved");

        assertThat(findings).as(table + "." + column).isNotEmpty().anyMatch(line -> line.startsWith(named + " "));
    }

    private static String where(String table, String column, String type) {
        return table + "." + column + " = " + another(column, type);
    }

    private static String another(String column, String type) {
        return switch (type.toLowerCase(java.util.Locale.ROOT)) {
            case "uuid" -> "cast('00000000-0000-4000-8000-000000000000' as uuid)";
            case "bigint" -> "999999";
            case "timestamp with time zone" -> "timestamp with time zone '2026-03-01 12:00:00.123457+00:00'";
            default -> "'another " + column.substring(0, 3) + "'";
        };
    }

    @Test
    void deletedAndAddedRowsAreNamed() throws SQLException {
        AuditEvent deleted = event("goes");
        log.append(deleted);
        filled(3);
        store().execute("delete from audit_event where uid = '" + deleted.uid() + "'");
        store().execute("delete from issued_certificate");
        String added = "00000000-0000-4000-8000-00000000abcd";
        store().execute("insert into audit_event select 900, cast('" + added + "' as uuid), event, code, event_time,"
                + " outcome, user_name, resource_kind, resource_name, address, session_id, message, fields"
                + " from audit_event where message = 'number 1'");
        store().execute("insert into issued_certificate values (-5, 'ssh-user', 'mallory', '[]', current_timestamp,"
                + " current_timestamp, 'x', null, null)");

        assertThat(log.verify())
                .hasSize(4)
                .anyMatch(line -> line.startsWith("event " + deleted.uid() + " (index ") && line.contains("gone"))
                .anyMatch(line -> line.startsWith("certificate " + UNSIGNED + " (index ") && line.contains("gone"))
                .anyMatch(line -> line.startsWith("event " + added + ": ") && line.contains("never logged"))
                .anyMatch(
                        line -> line.startsWith("certificate 18446744073709551611: ") && line.contains("never logged"));
    }

    @Test
    void rowChangedTogetherWithItsLeafIsFoundByItsSubtreeAndByTheKeptHead() throws SQLException {
        filled(40);
        LogHead first = log.head();
        AuditEvent edited = filled200();
        LogHead second = log.head();
        String index = store().value("select leaf_index from log_leaf where entry_id = '" + edited.uid() + "'");
        store().execute("update audit_event set message = 'nothing happened' where uid = '" + edited.uid() + "'");
        String hash = store().call(() -> log.log.entries(Long.parseLong(index), 1))
                .getFirst()
                .row()
                .orElseThrow()
                .hash();
        store().execute("update log_leaf set row_hash = '" + hash + "' where entry_id = '" + edited.uid() + "'");

        List<String> findings = log.verify(first, second);
        assertThat(findings)
                .anyMatch(line -> line.startsWith("log 128 to 191: "))
                .anyMatch(line -> line.startsWith("head: the first " + second.size() + " entries are not those")
                        && line.contains("the first " + first.size() + " are as they were"));
    }

    private AuditEvent filled200() {
        AuditEvent chosen = null;
        for (int i = 0; i < 200; i++) {
            AuditEvent event = event("later " + i);
            if (i == 110) {
                chosen = event;
            }
            log.append(event);
            // one at a time, so that the index follows from the order
            log.sequence();
        }
        return chosen;
    }

    @Test
    void wholeLogMadeAnewIsFoundByTheKeptHead() throws SQLException {
        filled(20);
        LogHead kept = log.head();
        store().execute("update audit_event set user_name = 'bob' where message = 'number 3'");
        for (String table : List.of("log_leaf", "log_node")) {
            store().execute("delete from " + table);
        }
        store().execute("update log_head set tree_size = 0, frontier = ''");
        store().execute("insert into log_backfill (kind, row_key) select 1, seq from audit_event");
        store().execute("insert into log_backfill (kind, row_key) select 2, serial from issued_certificate");
        log.sequence();

        assertThat(log.verify()).isEmpty();
        assertThat(log.verify(kept)).anyMatch(line -> line.contains("entries are not those of the head kept"));
    }

    @Test
    void swappedRemovedAndDamagedLeavesAreFound() throws SQLException {
        filled(150);
        LogHead kept = log.head();
        store().execute("update log_leaf set leaf_index = -1 where leaf_index = 3");
        store().execute("update log_leaf set leaf_index = 3 where leaf_index = 4");
        store().execute("update log_leaf set leaf_index = 4 where leaf_index = -1");
        assertThat(log.verify(kept))
                .anyMatch(line -> line.startsWith("log 0 to 63: "))
                .anyMatch(line -> line.contains("do not make the tree"));

        store().execute("delete from log_leaf where leaf_index = 70");
        assertThat(log.verify()).anyMatch(line -> line.startsWith("log 70 to 70 (index 70): the leaves are gone"));
        store().execute("delete from log_leaf where leaf_index > 100");
        assertThat(log.verify()).anyMatch(line -> line.startsWith("log 101 to 150 (index 101): the leaves are gone"));
        store().execute("update log_leaf set row_hash = 'zz', entry_id = 'no uid' where leaf_index = 5");
        assertThat(log.verify()).anyMatch(line -> line.startsWith("event no uid (index 5): the leaf is damaged"));
    }

    @Test
    void lostEntriesAreFoundByTheKeptHead() throws SQLException {
        filled(10);
        LogHead kept = log.head();
        store().clear();
        filled(5);
        assertThat(log.verify()).isEmpty();
        assertThat(log.verify(kept)).anyMatch(line -> line.contains("the log has lost entries"));
    }

    @Test
    void rowsRemovedByPolicyAreNoFindingsAndOthersStay() throws SQLException {
        AuditEvent old = event("old");
        log.append(old);
        AuditEvent retained = new AuditEvent(
                java.util.UUID.randomUUID(),
                "audit.retained",
                "SP1510I",
                NOON.plusSeconds(60),
                org.sallyport.api.audit.Outcome.SUCCESS,
                "system",
                "",
                "",
                "",
                "",
                "rows removed",
                Map.of("before", NOON.plusSeconds(10).toString()));
        log.append(retained);
        log.sequence();
        store().execute("delete from audit_event where uid = '" + old.uid() + "'");

        assertThat(log.verify()).hasSize(1).allMatch(line -> line.startsWith("event " + old.uid()));
        assertThat(log.verify(List.of(retained))).isEmpty();
        store().execute("update audit_event set message = 'none removed' where uid = '" + retained.uid() + "'");
        assertThat(log.verify(List.of(retained)))
                .anyMatch(line -> line.startsWith("event " + retained.uid()))
                .anyMatch(line -> line.contains("no intact event audit.retained"));
    }

    @Test
    void revocationIsWhatItsEventSays() throws SQLException {
        filled(1);
        log.append(AuditEvent.of(AuditEventType.CERTIFICATE_REVOKED)
                .resource("certificate", UNSIGNED)
                .field("serial", UNSIGNED)
                .field("revoked_at", NOON)
                .field("reason", "lost")
                .at(NOON));
        log.sequence();
        assertThat(log.verify()).hasSize(1).allMatch(line -> line.contains("is not marked so any more"));
        store().run(() -> log.certificates.revoke(SERIAL, NOON, "lost"));
        assertThat(log.verify()).isEmpty();
        store().execute("update issued_certificate set revocation_reason = 'found' where serial = " + SERIAL);
        assertThat(log.verify()).hasSize(1).allMatch(line -> line.startsWith("certificate " + UNSIGNED));
    }

    @Test
    void repeatedAndRolledBackRowsLeaveNoLeaf() {
        AuditEvent once = event("once");
        log.append(once);
        log.append(once);
        assertThatThrownBy(() -> store().run(() -> {
                    log.audit.append(event("never"));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        log.sequence();
        log.append(once);
        log.sequence();

        assertThat(store().call(() -> log.log.tree().size())).isEqualTo(1);
        assertThat(log.verify()).isEmpty();
    }

    @Test
    void hostileTextHashesAsItIsStored() {
        log.append(AuditEvent.of(AuditEventType.USER_LOGIN_FAILED)
                .user("a\0b\uD800" + "\uD83D\uDE00".repeat(5000))
                .resource("k".repeat(500), "\uDC00")
                .message("m\0\uD800x" + "x".repeat(100_000))
                .field("half", "\uD83D")
                .field("nul", "a\0b")
                .at(Instant.parse("1969-12-31T23:59:59.999Z")));
        log.issue(Long.MIN_VALUE);
        log.issue(Long.MAX_VALUE);
        log.sequence();
        assertThat(log.verify()).isEmpty();
    }

    @Test
    void rowsFromBeforeTheLogGetTheirLeaves() throws SQLException {
        filled(10);
        store().execute("delete from log_leaf");
        store().execute("delete from log_node");
        store().execute("update log_head set tree_size = 0, frontier = ''");
        assertThat(log.verify()).hasSize(11).allMatch(line -> line.contains("never logged"));

        store().execute("insert into log_backfill (kind, row_key) select 1, seq from audit_event");
        store().execute("insert into log_backfill (kind, row_key) select 2, serial from issued_certificate");
        store().execute("insert into log_backfill (kind, row_key) values (1, 5000)");
        assertThat(log.verify()).isEmpty();
        log.sequence();
        assertThat(store().call(() -> log.log.tree().size())).isEqualTo(11);
        assertThat(store().call(() -> log.log.waiting())).isFalse();
        assertThat(log.verify()).isEmpty();
    }

    @Test
    void writersNeverWaitForTheSequencersAndNothingIsMissed() throws Exception {
        int writers = 6;
        int each = 60;
        AtomicInteger busy = new AtomicInteger(writers);
        Set<String> written = java.util.concurrent.ConcurrentHashMap.newKeySet();
        List<Callable<Void>> work = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int own = writer;
            work.add(() -> {
                for (int i = 0; i < each; i++) {
                    long serial = own * 1000L + i + 1;
                    AuditEvent event = event("writer " + own + " number " + i);
                    store().run(() -> {
                        log.insert(serial);
                        log.audit.append(event);
                    });
                    written.add(event.uid().toString());
                    written.add(Long.toString(serial));
                }
                busy.decrementAndGet();
                return null;
            });
        }
        for (int server = 0; server < 2; server++) {
            work.add(() -> {
                while (busy.get() > 0) {
                    store().call(() -> LogPages.sequence(log.log));
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        log.sequence();

        Map<Long, String> indexes = new TreeMap<>();
        store().call(() -> log.log.entries(0, 2000)).forEach(entry -> assertThat(
                        indexes.put(entry.index(), entry.leaf().id()))
                .isNull());
        assertThat(indexes).hasSize(2 * writers * each);
        assertThat(new HashSet<>(indexes.values())).isEqualTo(written);
        assertThat(indexes.keySet()).contains(0L, 2L * writers * each - 1);
        assertThat(log.verify()).isEmpty();
    }
}
