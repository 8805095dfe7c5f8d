package org.sallyport.ejb.audit;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.Page;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository;
import org.sallyport.core.audit.AuditRepository.Found;
import org.sallyport.core.audit.AuditRepository.Position;
import org.sallyport.core.audit.AuditRepository.Stored;
import org.sallyport.core.audit.AuditService;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link AuditService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(AuditService.class)
@Interceptors(Translated.class)
public class AuditServiceBean implements AuditService {
    static final String EVENT = "event";
    static final int MAX_LIMIT = 1000;

    private final AuditRepository repository;
    private final AuditWriter writer;
    private final Authorizer authorizer;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container. */
    public AuditServiceBean() {
        this(null, null, null, null, null);
    }

    @Inject
    public AuditServiceBean(
            AuditRepository repository,
            AuditWriter writer,
            Authorizer authorizer,
            Transactions transactions,
            Clock clock) {
        this.repository = repository;
        this.writer = writer;
        this.authorizer = authorizer;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void record(Caller caller, AuditEvent event) {
        writer.record(event);
    }

    @Override
    public void recordRefusal(Caller caller, AuditEvent event) {
        writer.recordNow(event);
    }

    @Override
    public List<String> ingest(Caller.Agent caller, List<AuditEvent> events) {
        List<AuditEvent> checked;
        try {
            checked = new AgentReports(caller, clock.instant()).checked(events);
        } catch (SallyportException refusal) {
            writer.recordNow(AuditEvent.of(AuditEventType.COMPONENT_CALL_REFUSED)
                    .user(caller.name())
                    .address(caller.address())
                    .message(refusal.userMessage())
                    .field("call", "emit_audit")
                    .field("error", refusal.code().name())
                    .at(clock.instant()));
            throw refusal;
        }
        return transactions.required(() -> {
            checked.forEach(writer::record);
            return checked.stream().map(event -> event.uid().toString()).toList();
        });
    }

    @Override
    public Page<AuditEvent> search(Caller caller, AuditQuery query, String cursor, int limit) {
        authorizer.require(caller, "list", EVENT, "");
        int wanted = limit(limit);
        Optional<Position> before = SearchCursor.read(cursor);
        Found found = transactions.required(() -> repository.search(query, before, wanted));
        return new Page<>(
                found.events().stream().map(Stored::event).toList(),
                found.next().map(SearchCursor::write).orElse(""));
    }

    @Override
    public Page<AuditEvent> follow(Caller caller, AuditQuery query, String cursor, int limit) {
        authorizer.require(caller, "list", EVENT, "");
        int wanted = limit(limit);
        if (cursor.isEmpty()) {
            return new Page<>(List.of(), Long.toString(transactions.required(repository::lastSequence)));
        }
        long after = sequence(cursor);
        List<Stored> scanned = transactions.required(() -> repository.after(after, wanted));
        long reached =
                scanned.isEmpty() ? after : scanned.get(scanned.size() - 1).sequence();
        return new Page<>(
                scanned.stream().map(Stored::event).filter(query::matches).toList(), Long.toString(reached));
    }

    private static int limit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "Auth Service: limit must be between 1 and " + MAX_LIMIT);
        }
        return limit;
    }

    private static long sequence(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException malformed) {
            throw SearchCursor.refused(cursor, malformed);
        }
    }
}
