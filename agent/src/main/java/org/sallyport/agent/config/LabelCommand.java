package org.sallyport.agent.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Labels;

/**
 * A label whose value is a command's output.
 *
 * @param name of the label
 * @param command program and arguments; run without a shell, as the agent's own user
 * @param period how often it is run, 1 s to 30 d; default 1 min
 */
public record LabelCommand(String name, List<String> command, Duration period) {
    public static final Duration DEFAULT_PERIOD = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    public LabelCommand {
        requireNonNull(period, "period");
        if (name == null || name.isBlank() || name.length() > Labels.MAX_LENGTH) {
            throw invalid("a label's name must be 1 to " + Labels.MAX_LENGTH + " characters");
        }
        command = List.copyOf(command);
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw invalid("label '" + name + "' needs a command, written as a list");
        }
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(LONGEST) > 0) {
            throw invalid("the period of label '" + name + "' must be between 1s and 30d");
        }
    }

    private static SallyportException invalid(String message) {
        return new SallyportException(ErrorCode.INVALID_CONFIG, message);
    }
}
