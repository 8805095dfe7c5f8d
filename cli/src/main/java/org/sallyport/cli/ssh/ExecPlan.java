package org.sallyport.cli.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * Runs a stock tool in place of this process. A JVM cannot exec, so the launcher names a file in
 * {@code SALLYPORT_EXEC_PLAN}, reads the NUL-separated words from it and execs them: no JVM stays beside a session.
 * Without the launcher the tool runs as a child.
 */
final class ExecPlan {
    private ExecPlan() {}

    /** @return the exit code to end with */
    static int run(List<String> command) {
        String plan = System.getenv("SALLYPORT_EXEC_PLAN");
        try {
            if (plan != null) {
                Files.writeString(Path.of(plan), String.join("\0", command) + "\0", StandardCharsets.UTF_8);
                return 0;
            }
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new SallyportException(
                    ErrorCode.UNSUPPORTED,
                    "cli: cannot run " + command.getFirst() + ": " + e.getMessage() + ". Install the OpenSSH client",
                    "",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }
}
