package org.sallyport.cli.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LogEntry;
import org.sallyport.api.rest.LogHead;
import org.sallyport.api.rest.LogPage;
import org.sallyport.api.rest.Page;
import org.sallyport.cli.session.Api;
import org.sallyport.core.remote.ApiRequest;
import org.sallyport.core.transparency.LogKind;

/** The calls of the log, page after page; nothing of what comes back is believed here. */
final class LogClient {
    static final String LOG = "/api/v1/audit/log/";
    private static final int PAGE = 500;
    private static final int MOST_RETAINED = 1000;

    private final Api api;

    LogClient(Api api) {
        this.api = api;
    }

    LogHead head() {
        return api.get(LOG + "head", LogHead.class);
    }

    LogPage entries(long from) {
        return api.get(
                ApiRequest.get(LOG + "entries")
                        .query("from", Long.toString(from))
                        .query("limit", Integer.toString(PAGE)),
                LogPage.class);
    }

    /** Removals by policy that the server claims. */
    List<AuditEvent> retained() {
        return api.upTo(
                MOST_RETAINED,
                ApiRequest.get("/api/v1/audit").query("event", "audit.retained"),
                new TypeReference<Page<AuditEvent>>() {});
    }

    void unlogged(Consumer<LogEntry> found) {
        for (LogKind kind : LogKind.values()) {
            String cursor = "";
            do {
                Page<LogEntry> page = api.page(
                        ApiRequest.get(LOG + "unlogged")
                                .query("kind", kind.wireName())
                                .query("limit", Integer.toString(PAGE))
                                .query("cursor", cursor),
                        new TypeReference<Page<LogEntry>>() {});
                page.items().forEach(found);
                cursor = page.nextCursor();
            } while (!cursor.isEmpty());
        }
    }

    /** Heads kept here and those of the files; a file that was named must be there. */
    static List<LogHead> kept(HeadFile own, List<Path> files) {
        List<LogHead> heads = new ArrayList<>(own.read());
        for (Path file : files) {
            List<LogHead> given = new HeadFile(file).read();
            if (given.isEmpty()) {
                throw new SallyportException(
                        ErrorCode.INVALID_ARGUMENT,
                        "cli: " + file
                                + " is not there or holds no head. 'sallyport audit verify --out FILE' writes one");
            }
            heads.addAll(given);
        }
        return heads;
    }
}
