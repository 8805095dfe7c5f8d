package org.sallyport.ejb.transparency;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LogConsistency;
import org.sallyport.api.rest.LogEntry;
import org.sallyport.api.rest.LogHead;
import org.sallyport.api.rest.LogPage;
import org.sallyport.api.rest.LogProof;
import org.sallyport.api.rest.Page;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.transparency.LogKind;
import org.sallyport.core.transparency.LogPages;
import org.sallyport.core.transparency.LogRepository;
import org.sallyport.core.transparency.LogService;
import org.sallyport.core.transparency.Proofs;
import org.sallyport.core.transparency.TreeHash;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.paging.Paging;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link LogService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(LogService.class)
@Interceptors(Translated.class)
public class LogServiceBean implements LogService {
    private static final String EVENT = "event";
    private static final String CERTIFICATE = "certificate";

    private final LogRepository log;
    private final LogSequencer sequencer;
    private final HeadDesk heads;
    private final Authorizer authorizer;
    private final Transactions transactions;

    /** For the container. */
    public LogServiceBean() {
        this(null, null, null, null, null);
    }

    @Inject
    public LogServiceBean(
            LogRepository log,
            LogSequencer sequencer,
            HeadDesk heads,
            Authorizer authorizer,
            Transactions transactions) {
        this.log = log;
        this.sequencer = sequencer;
        this.heads = heads;
        this.authorizer = authorizer;
        this.transactions = transactions;
    }

    @Override
    public LogHead head(Caller caller) {
        permit(caller);
        sequencer.run();
        return transactions.separate(heads::recent);
    }

    @Override
    public LogProof event(Caller caller, String uid) {
        permit(caller);
        try {
            return proof(EVENT, UUID.fromString(uid).toString());
        } catch (IllegalArgumentException malformed) {
            throw invalid("'" + uid + "' is no uid of an event", malformed);
        }
    }

    @Override
    public LogProof certificate(Caller caller, String serial) {
        permit(caller);
        try {
            return proof(CERTIFICATE, Long.toUnsignedString(Long.parseUnsignedLong(serial)));
        } catch (NumberFormatException malformed) {
            throw invalid("'" + serial + "' is no serial of a certificate", malformed);
        }
    }

    private LogProof proof(String kind, String id) {
        long index = find(id);
        if (index < 0) {
            sequencer.run();
            index = find(id);
        }
        if (index < 0) {
            throw Authorizer.notFound(kind, id);
        }
        long found = index;
        return intact(() -> {
            LogHead head = heads.covering(found);
            LogEntry entry = LogPages.page(log, found, 1).entries().getFirst();
            return new LogProof(entry, head, hex(new Proofs(log).inclusion(found, head.size())));
        });
    }

    private long find(String id) {
        OptionalLong index = transactions.required(() -> log.indexOf(id));
        return index.orElse(-1);
    }

    @Override
    public LogConsistency consistency(Caller caller, long from, long to) {
        permit(caller);
        sequencer.run();
        return intact(() -> {
            long size = log.tree().size();
            if (from < 1 || from > to || to > size) {
                throw invalid("from and to must be 0 < from <= to <= " + size, null);
            }
            return new LogConsistency(from, to, hex(new Proofs(log).consistency(from, to)));
        });
    }

    @Override
    public LogPage entries(Caller caller, long from, int limit) {
        permit(caller);
        int wanted = Paging.limit(limit);
        if (from < 0) {
            throw invalid("from must not be negative", null);
        }
        return transactions.required(() -> LogPages.page(log, from, wanted));
    }

    @Override
    public Page<LogEntry> unlogged(Caller caller, String kind, String cursor, int limit) {
        permit(caller);
        int wanted = Paging.limit(limit);
        LogKind of = LogKind.ofWireName(kind)
                .orElseThrow(() -> invalid("kind must be event or certificate, not '" + kind + "'", null));
        String after = after(cursor);
        List<LogEntry> found = transactions.required(() -> log.unlogged(of, after, wanted)).stream()
                .map(LogPages::shown)
                .toList();
        return new Page<>(found, found.size() < wanted ? "" : Paging.cursor(key(found.getLast())));
    }

    private static String key(LogEntry last) {
        return last.sequence() == 0 ? last.id() : Long.toUnsignedString(last.sequence());
    }

    private static String after(String cursor) {
        String key = Paging.key(cursor);
        try {
            return key.isEmpty() ? "" : Long.toUnsignedString(Long.parseUnsignedLong(key));
        } catch (NumberFormatException malformed) {
            throw invalid("'" + cursor + "' is no cursor of this listing: use one that a page came with", malformed);
        }
    }

    private void permit(Caller caller) {
        authorizer.require(caller, "list", EVENT, "");
    }

    /** A log that has lost a part of itself cannot prove anything. */
    private <T> T intact(Supplier<T> work) {
        try {
            return transactions.separate(work);
        } catch (IllegalStateException lost) {
            throw new SallyportException(
                    ErrorCode.INTERNAL,
                    "Auth Service: " + lost.getMessage() + ": run 'sallyport audit verify' to learn what was changed",
                    "",
                    lost);
        }
    }

    private static List<String> hex(List<TreeHash> path) {
        return path.stream().map(TreeHash::hex).toList();
    }

    private static SallyportException invalid(String what, Throwable cause) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, "Auth Service: " + what, "", cause);
    }
}
