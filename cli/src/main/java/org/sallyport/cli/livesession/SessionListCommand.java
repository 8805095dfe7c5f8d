package org.sallyport.cli.livesession;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sallyport.api.rest.LiveSessionPage;
import org.sallyport.api.rest.LiveSessionView;
import org.sallyport.api.session.SessionMode;
import org.sallyport.cli.output.Table;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport sessions ls}: newest first. */
@Command(
        name = "ls",
        description = "List the sessions that go on now: yours, those you may join, or all if you may list them.",
        mixinStandardHelpOptions = true)
public final class SessionListCommand implements Callable<Integer> {
    static final String PATH = "/api/v1/sessions";
    private static final int PAGE = 500;

    @Mixin
    private GlobalOptions options;

    @Option(names = "--user", paramLabel = "NAME", description = "Who started it.")
    private String user = "";

    @Option(names = "--node", paramLabel = "NODE", description = "Name or host id.")
    private String node = "";

    @Override
    public Integer call() {
        ApiRequest query =
                ApiRequest.get(PATH).query("user", user).query("node", node).query("limit", Integer.toString(PAGE));
        List<LiveSessionView> found = new ArrayList<>();
        LiveSessionPage page;
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            String cursor = "";
            do {
                page = api.get(query.query("cursor", cursor), LiveSessionPage.class);
                found.addAll(page.items());
                cursor = page.nextCursor();
            } while (!cursor.isEmpty());
        }
        options.printer().print(found, () -> SessionTable.of(found));
        if (page.untold() > 0) {
            options.err()
                    .println(page.untold() + " more sessions go on at nodes with too many to tell of all; the newest"
                            + " of each are listed.");
        }
        return 0;
    }

    /** What comes from agents may hold what a terminal takes for its own. */
    static final class SessionTable {
        private SessionTable() {}

        static String of(List<LiveSessionView> found) {
            if (found.isEmpty()) {
                return "No session that you may see goes on.\n";
            }
            Table table = new Table("SESSION", "STARTED", "USER", "LOGIN", "NODE", "KIND", "STATE", "IN IT", "JOIN AS");
            for (LiveSessionView view : found) {
                table.row(
                        plain(view.id()),
                        Times.local(view.started()),
                        plain(view.user()),
                        plain(view.login()),
                        plain(view.node()),
                        plain(view.kind()),
                        view.state().wireName(),
                        view.participants().stream()
                                .map(each ->
                                        plain(each.user()) + " (" + each.mode().wireName() + ")")
                                .collect(Collectors.joining(", ")),
                        view.joinModes().stream().map(SessionMode::wireName).collect(Collectors.joining(",")));
            }
            return table.render();
        }

        private static String plain(String text) {
            return text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ");
        }
    }
}
