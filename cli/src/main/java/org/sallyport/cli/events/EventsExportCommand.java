package org.sallyport.cli.events;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport events export}: runs until it is told to end. */
@Command(
        name = "export",
        description = "Send every audit event, from the beginning of the log on, until told to end.",
        mixinStandardHelpOptions = true)
public final class EventsExportCommand implements Callable<Integer> {
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final int LAST_SECONDS = 20;
    private static final Pattern ADDRESS = Pattern.compile("\\[?([^\\s/\\]]+)]?:([0-9]{1,5})");

    @Mixin
    private GlobalOptions options;

    @Mixin
    private ClientTls tls;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Target target;

    static final class Target {
        @Option(names = "--to-fluentd", paramLabel = "URL", description = "To Fluentd's in_http, by HTTPS.")
        private URI fluentd;

        @Option(names = "--to-syslog", paramLabel = "HOST:PORT", description = "As RFC 5424 over TLS.")
        private String syslog;

        @Option(names = "--to-file", paramLabel = "FILE", description = "As JSON lines at its end; - is the output.")
        private String file;
    }

    @Option(
            names = "--state",
            paramLabel = "FILE",
            required = true,
            description = "Where it keeps how far it has come. One for each export.")
    private Path state;

    @Option(names = "--start-time", paramLabel = "TIME", description = "Leave out what happened before (RFC 3339).")
    private String startTime = "";

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "200",
            description = "At most this many events together (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Override
    public Integer call() throws IOException {
        Profile first = ProfileStore.ofEnvironment().require(options.proxy());
        String cluster = first.cluster().clusterId();
        EventSink sink = sink(first.cluster().clusterName());
        Stop stop = new Stop();
        CountDownLatch ended = new CountDownLatch(1);
        try (CursorFile cursor = CursorFile.open(state, cluster);
                LoggedInSource source = new LoggedInSource(
                        () -> ProfileStore.ofEnvironment().require(first.proxy()), cluster, start(), batch)) {
            Thread ender = new Thread(() -> end(stop, ended), "events-export-end");
            Runtime.getRuntime().addShutdownHook(ender);
            new Exporter(source, sink, cursor, stop, IDLE, this::tell).run();
        } finally {
            ended.countDown();
        }
        return 0;
    }

    private void tell(String line) {
        options.err().println("sallyport: " + line);
        options.err().flush();
    }

    /** Told to end: the page on its way is finished first, and that is a success. */
    private static void end(Stop stop, CountDownLatch ended) {
        boolean asked = ended.getCount() > 0;
        stop.ask();
        try {
            if (asked && ended.await(LAST_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private EventSink sink(String clusterName) {
        if (target.fluentd != null) {
            boolean https = "https".equals(target.fluentd.getScheme());
            if (target.fluentd.getHost() == null || (!https && !"http".equals(target.fluentd.getScheme()))) {
                throw invalid("--to-fluentd takes a URL such as https://fluentd.example.org:8888/sallyport.audit");
            }
            return new FluentdSink(target.fluentd, tls.given() ? Optional.of(tls.context()) : Optional.empty());
        }
        if (target.syslog != null) {
            Matcher address = ADDRESS.matcher(target.syslog);
            if (!address.matches() || Integer.parseInt(address.group(2)) > 65_535) {
                throw invalid("--to-syslog takes HOST:PORT, such as logs.example.org:6514");
            }
            // what is wrong with the files is told at once
            var unused = tls.context();
            return new SyslogSink(
                    InetSocketAddress.createUnresolved(address.group(1), Integer.parseInt(address.group(2))),
                    tls::context,
                    clusterName);
        }
        return target.file.equals("-")
                ? new StreamSink(new FileOutputStream(FileDescriptor.out))
                : new FileSink(Path.of(target.file).toAbsolutePath());
    }

    private String start() {
        try {
            return startTime.isEmpty() ? "" : Instant.parse(startTime).toString();
        } catch (DateTimeParseException e) {
            throw invalid("--start-time takes an RFC 3339 time such as 2026-01-31T00:00:00Z");
        }
    }

    private static SallyportException invalid(String why) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, "cli: " + why);
    }
}
