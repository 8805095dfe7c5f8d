package org.sallyport.persistence.audit;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository.Found;
import org.sallyport.core.audit.AuditRepository.Position;
import org.sallyport.core.audit.AuditRepository.Stored;

/**
 * One page of a search, by a bounded number of rows. One name or a time range is read from the index that has the
 * answer's order. Several names can have no row in common among millions: then only so many rows of the rarest are looked
 * at. Text goes by the index of words where there is one and its words are not too common, else row by row; whether a
 * row has the text is decided by {@link AuditQuery#matches} alone.
 */
final class AuditSearch {
    /** Rows of the rarest name that one page looks at when there are several names. */
    static final int NAMED = 50_000;
    /** Rows read one by one for one page of a search for text. */
    static final int SCANNED = 20_000;
    /** Rows with the words that are put in order here; with more than these the words are common. */
    static final int INDEXED = 20_000;

    private static final int BATCH = 500;
    private static final int GLANCE = 2 * BATCH;
    private static final String NEWEST_FIRST = " order by e.event_time desc, e.seq desc";
    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::time).thenComparing(Position::sequence);

    private final EntityManager entities;
    private final Optional<WordIndex> index;
    private final AuditQuery query;
    private final int limit;

    AuditSearch(EntityManager entities, Optional<WordIndex> index, AuditQuery query, int limit) {
        this.entities = entities;
        this.index = index;
        this.query = query;
        this.limit = limit;
    }

    Found before(Optional<Position> before) {
        Optional<Position> reach = reach(before);
        if (query.text().isBlank()) {
            return named(before, reach);
        }
        // what is common fills a page from the newest rows, before the index has counted it
        Found glance = scanned(before, reach, GLANCE);
        if (glance.events().size() == limit || glance.next().isEmpty()) {
            return glance;
        }
        Optional<List<Position>> hits = index.flatMap(words -> words.condition(query))
                .flatMap(condition -> places(
                        AuditFilter.of(query, before).and(condition.sql(), condition.name(), condition.value())));
        return hits.isPresent() ? indexed(hits.get()) : scanned(before, reach, SCANNED);
    }

    private Found named(Optional<Position> before, Optional<Position> reach) {
        List<Stored> rows = rows(filter(before, reach), limit);
        return new Found(rows, rows.size() < limit ? reach : last(rows));
    }

    /** How far one page may go, when several names are asked for and each of them has many rows. */
    private Optional<Position> reach(Optional<Position> before) {
        Map<String, String> names = AuditFilter.names(query);
        Optional<Position> furthest = Optional.empty();
        if (names.size() < 2) {
            return furthest;
        }
        for (Map.Entry<String, String> name : names.entrySet()) {
            AuditFilter filter = AuditFilter.range(query, before).equal(name.getKey(), name.getValue());
            List<Position> end = positions(filter, NEWEST_FIRST, NAMED, 1);
            if (end.isEmpty()) {
                return Optional.empty();
            }
            furthest = furthest.filter(place -> ORDER.compare(place, end.getFirst()) < 0)
                    .or(() -> Optional.of(end.getFirst()));
        }
        return furthest;
    }

    /** Empty when there are too many. */
    private Optional<List<Position>> places(AuditFilter filter) {
        // a scan of the whole table would make the words of every row anew, and so would a bitmap that has no room for
        // single rows
        entities.createNativeQuery("select set_config('enable_seqscan', 'off', true),"
                        + " set_config('work_mem', '64MB', true),"
                        + " set_config('max_parallel_workers_per_gather', '0', true)")
                .getSingleResult();
        List<Position> places = positions(filter, "", 0, INDEXED + 1);
        return places.size() > INDEXED
                ? Optional.empty()
                : Optional.of(places.stream().sorted(ORDER.reversed()).toList());
    }

    private Found indexed(List<Position> places) {
        List<Stored> found = new ArrayList<>();
        for (int start = 0; start < places.size() && found.size() < limit; start += BATCH) {
            List<Position> batch = places.subList(start, Math.min(places.size(), start + BATCH));
            AuditFilter filter = AuditFilter.range(AuditQuery.ALL, Optional.empty())
                    .and(
                            "e.seq in (:numbers)",
                            "numbers",
                            batch.stream().map(Position::sequence).toList());
            keep(found, rows(filter, BATCH));
        }
        return new Found(found, found.size() < limit ? Optional.empty() : last(found));
    }

    private Found scanned(Optional<Position> before, Optional<Position> reach, int most) {
        List<Stored> found = new ArrayList<>();
        Optional<Position> place = before;
        for (int scanned = 0; scanned < most; scanned += BATCH) {
            List<Stored> rows = rows(filter(place, reach), BATCH);
            keep(found, rows);
            if (found.size() == limit) {
                return new Found(found, last(found));
            }
            if (rows.size() < BATCH) {
                return new Found(found, reach);
            }
            place = last(rows);
        }
        return new Found(found, place);
    }

    private void keep(List<Stored> found, List<Stored> rows) {
        for (Stored row : rows) {
            if (found.size() < limit && query.matches(row.event())) {
                found.add(row);
            }
        }
    }

    private AuditFilter filter(Optional<Position> before, Optional<Position> reach) {
        AuditFilter filter = AuditFilter.of(query, before);
        reach.ifPresent(filter::since);
        return filter;
    }

    @SuppressWarnings("unchecked") // the query's result class
    private List<Stored> rows(AuditFilter filter, int most) {
        List<AuditEventEntity> rows = filter.bind(entities.createNativeQuery(
                        "select e.*" + filter.where() + NEWEST_FIRST, AuditEventEntity.class))
                .setMaxResults(most)
                .getResultList();
        // they are for reading, and there can be many
        rows.forEach(entities::detach);
        return rows.stream().map(AuditEventEntity::toStored).toList();
    }

    @SuppressWarnings("unchecked") // as selected
    private List<Position> positions(AuditFilter filter, String order, int first, int most) {
        List<Object[]> rows = filter.bind(
                        entities.createNativeQuery("select e.event_time, e.seq" + filter.where() + order))
                .setFirstResult(first)
                .setMaxResults(most)
                .getResultList();
        return rows.stream()
                .map(row -> new Position(instant(row[0]), ((Number) row[1]).longValue()))
                .toList();
    }

    private static Instant instant(Object value) {
        return value instanceof java.time.OffsetDateTime time ? time.toInstant() : (Instant) value;
    }

    private static Optional<Position> last(List<Stored> rows) {
        return Optional.of(rows.getLast().position());
    }
}
