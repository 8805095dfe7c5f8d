package org.sallyport.cli.play;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sallyport.api.codec.TimeSpans;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.Pause;
import org.sallyport.cli.session.ProxyOption;
import org.sallyport.core.recording.EventOutput;
import org.sallyport.core.recording.RecordedEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport play}: a recorded session on this terminal, or printed. */
@Command(
        name = "play",
        description = {
            "Play the recording of a session, or a .cast file.",
            "Keys: space pauses, arrows seek by 5 s, + and - change the speed, q quits."
        },
        mixinStandardHelpOptions = true)
public final class PlayCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    @Mixin
    private ProxyOption proxy;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Print it instead: ${COMPLETION-CANDIDATES}. The default where there is no terminal: text.")
    private PlayFormat format;

    @Option(names = "--speed", paramLabel = "X", description = "Times as fast (default: ${DEFAULT-VALUE}).")
    private double speed = 1;

    @Option(
            names = "--idle-limit",
            paramLabel = "SPAN",
            description = "Wait at most this long where nothing happens, such as 2s.")
    private String idleLimit = "";

    @Option(names = "--skip-idle", description = "The same as --idle-limit=2s.")
    private boolean skipIdle;

    @Option(names = "--from", paramLabel = "SPAN", description = "Begin this far into it, such as 1m30s.")
    private String from = "";

    @Option(names = "--follow", description = "Go on with a session that is not over as it goes on.")
    private boolean follow;

    @Parameters(paramLabel = "SESSION", description = "A session's id, or a file of asciicast.")
    private String what;

    @Override
    public Integer call() throws IOException {
        if (!(speed > 0)) {
            throw new SallyportException(ErrorCode.INVALID_ARGUMENT, "cli: --speed must be above 0");
        }
        Player.Settings settings = new Player.Settings(speed, idle(), micros(from), follow);
        boolean onTerminal = format == null && System.console() != null;
        try (EventSource source = source();
                OutputStream out = new BufferedOutputStream(new java.io.FileOutputStream(java.io.FileDescriptor.out))) {
            if (onTerminal) {
                try (Terminal terminal = Terminal.open()) {
                    new Player(source, terminal, out, settings).play();
                }
            } else {
                print(source, (format == null ? PlayFormat.TEXT : format).begin(source.info(), out), out);
            }
        }
        return 0;
    }

    private EventSource source() throws IOException {
        Path file = Path.of(what);
        return Files.isRegularFile(file) ? new CastFile(file) : new ServerRecording(Api.of(proxy.profile()), what);
    }

    private void print(EventSource source, EventOutput output, OutputStream out) throws IOException {
        while (true) {
            Optional<RecordedEvent> event = source.next();
            if (event.isPresent()) {
                output.write(event.get());
            } else if (follow && source.live()) {
                out.flush();
                Pause.of(BETWEEN_LOOKS, Clock.systemUTC());
            } else {
                return;
            }
        }
    }

    private long idle() {
        if (!idleLimit.isEmpty()) {
            return micros(idleLimit);
        }
        return skipIdle ? Duration.ofSeconds(2).toNanos() / 1000 : Long.MAX_VALUE;
    }

    private static long micros(String span) {
        return span.isEmpty() ? 0 : TimeSpans.parse(span).toNanos() / 1000;
    }
}
