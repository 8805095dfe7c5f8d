package org.sallyport.cli.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.Page;
import org.sallyport.cli.output.Format;
import org.sallyport.cli.output.Table;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport audit search}: newest first. */
@Command(name = "search", description = "Search the audit log, newest first.", mixinStandardHelpOptions = true)
public final class AuditSearchCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Option(names = "--from", paramLabel = "TIME", description = "RFC 3339 time, or a span back from now such as 2h.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "As --from.")
    private String to = "";

    @Option(names = "--user", paramLabel = "NAME", description = "Whose action it was.")
    private String user = "";

    @Option(names = "--event", paramLabel = "EVENT", description = "Event name, such as session.start.")
    private String event = "";

    @Option(names = "--resource", paramLabel = "NAME", description = "What was acted on.")
    private String resource = "";

    @Option(names = "--session", paramLabel = "ID", description = "Session id.")
    private String session = "";

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "Words, literally, of a command, an address, a message: each must be there.")
    private String text = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most this many (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    @Override
    public Integer call() {
        if (!event.isEmpty() && AuditEventType.ofWireName(event).isEmpty()) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "cli: there is no event '" + event + "'; events look like session.start");
        }
        Instant now = Clock.systemUTC().instant();
        ApiRequest query = ApiRequest.get("/api/v1/audit")
                .query("from", Times.query(from, now))
                .query("to", Times.query(to, now))
                .query("user", user)
                .query("event", event)
                .query("resource", resource)
                .query("session", session)
                .query("text", text);
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            List<AuditEvent> events = api.upTo(limit, query, new TypeReference<Page<AuditEvent>>() {});
            options.printer().print(events, () -> table(events));
            if (options.format() == Format.TEXT && events.size() == limit) {
                options.err().println("There may be more: raise --limit or narrow the search.");
            }
        }
        return 0;
    }

    private static String table(List<AuditEvent> events) {
        if (events.isEmpty()) {
            return "No event matches.\n";
        }
        Table table = new Table("TIME", "EVENT", "USER", "ADDRESS", "RESOURCE", "MESSAGE");
        for (AuditEvent event : events) {
            String what = event.resourceKind().isEmpty() ? "" : event.resourceKind() + "/" + event.resource();
            table.row(Times.local(event.time()), event.event(), event.user(), event.address(), what, event.message());
        }
        return table.render();
    }
}
