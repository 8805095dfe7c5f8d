package org.sallyport.web.terminal;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.connector.Shell;
import org.sallyport.core.connector.ShellReceiver;

/**
 * Hears of somebody's part in a live session. Who is not let in by the one who serves it gets a line and a status, as any SSH
 * client does; that is a refusal, and kept as one.
 */
final class JoinReceiver implements ShellReceiver {
    /** docs/protocol/live-sessions.md. */
    static final int REFUSED = 254;

    /** The line comes first, before any output of the session. */
    static final int MOST_WORDS = 1024;

    private final ShellReceiver terminal;
    private final String node;
    private final Consumer<SallyportException> trace;
    private final ByteArrayOutputStream words = new ByteArrayOutputStream(0);

    /** @param trace keeps a refusal; does not block */
    JoinReceiver(ShellReceiver terminal, String node, Consumer<SallyportException> trace) {
        this.terminal = requireNonNull(terminal, "terminal");
        this.node = requireNonNull(node, "node");
        this.trace = requireNonNull(trace, "trace");
    }

    @Override
    public void opened(Shell shell) {
        terminal.opened(shell);
    }

    @Override
    public void refused(SallyportException why) {
        terminal.refused(why);
    }

    @Override
    public void output(byte[] bytes) {
        words.write(bytes, 0, Math.min(bytes.length, MOST_WORDS - words.size()));
        terminal.output(bytes);
    }

    @Override
    public void ended(End end) {
        if (end.status().orElse(0) == REFUSED) {
            trace.accept(new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    "Terminal: node " + node + " did not let you into the session: " + line()));
        }
        terminal.ended(end);
    }

    private String line() {
        String line = words.toString(StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        return line.isEmpty() ? "it did not say why; ask an administrator to see its log" : line;
    }
}
