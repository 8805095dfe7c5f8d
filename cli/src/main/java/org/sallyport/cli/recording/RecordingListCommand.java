package org.sallyport.cli.recording;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.sallyport.api.rest.Page;
import org.sallyport.api.rest.RecordingView;
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

/** {@code sallyport recordings ls}: newest first. */
@Command(name = "ls", description = "List the recordings you may see, newest first.", mixinStandardHelpOptions = true)
public final class RecordingListCommand implements Callable<Integer> {
    static final String PATH = "/api/v1/recordings";
    private static final int MOST_COMMAND = 60;

    @Mixin
    private GlobalOptions options;

    @Option(names = "--user", paramLabel = "NAME", description = "Whose session it was.")
    private String user = "";

    @Option(names = "--node", paramLabel = "NODE", description = "Name or host id.")
    private String node = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Begun since: RFC 3339 time, or a span back from now such as 2h.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "As --from.")
    private String to = "";

    @Option(names = "--state", paramLabel = "STATE", description = "live, complete or incomplete.")
    private String state = "";

    @Option(names = "--text", paramLabel = "TEXT", description = "Part of the command.")
    private String text = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most this many (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    @Override
    public Integer call() {
        Instant now = Clock.systemUTC().instant();
        ApiRequest query = ApiRequest.get(PATH)
                .query("user", user)
                .query("node", node)
                .query("from", Times.query(from, now))
                .query("to", Times.query(to, now))
                .query("state", state)
                .query("text", text);
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            List<RecordingView> found = api.upTo(limit, query, new TypeReference<Page<RecordingView>>() {});
            options.printer().print(found, () -> table(found));
            if (options.format() == Format.TEXT && found.size() == limit) {
                options.err().println("There may be more: raise --limit or narrow the search.");
            }
        }
        return 0;
    }

    private static String table(List<RecordingView> found) {
        if (found.isEmpty()) {
            return "No recording matches.\n";
        }
        Table table = new Table("SESSION", "STARTED", "USER", "LOGIN", "NODE", "STATE", "BYTES", "COMMAND");
        for (RecordingView view : found) {
            table.row(
                    view.info().sessionId(),
                    Times.local(view.info().started()),
                    view.info().user(),
                    view.info().login(),
                    view.info().node(),
                    view.state().wireName(),
                    Long.toString(view.bytes()),
                    command(view.info().command(), view.info().kind()));
        }
        return table.render();
    }

    /** On one line; a command may hold what a terminal takes for its own. */
    private static String command(String command, String kind) {
        if (command.isEmpty()) {
            return "(" + kind + ")";
        }
        String line = command.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MOST_COMMAND ? line : line.substring(0, MOST_COMMAND - 1) + "…";
    }
}
