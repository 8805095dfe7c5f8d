package org.sallyport.agent.config;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Labels;

/**
 * @param labels static labels of this node
 * @param commands labels that are commands' output
 * @param acceptEnv variables that clients may set beside the usual ones; {@code *} at the end matches a prefix
 */
public record SshServiceConfig(
        boolean enabled, Map<String, String> labels, List<LabelCommand> commands, List<String> acceptEnv) {
    public SshServiceConfig {
        labels = Labels.checked("ssh_service.labels", labels);
        commands = List.copyOf(commands);
        acceptEnv = List.copyOf(acceptEnv);
        Set<String> names = new HashSet<>(labels.keySet());
        for (LabelCommand command : commands) {
            if (!names.add(command.name())) {
                throw new SallyportException(
                        ErrorCode.INVALID_CONFIG, "label '" + command.name() + "' is defined twice");
            }
        }
        if (names.size() > Labels.MAX_LABELS) {
            throw new SallyportException(
                    ErrorCode.INVALID_CONFIG, "there are more than " + Labels.MAX_LABELS + " labels");
        }
    }

    public static SshServiceConfig disabled() {
        return new SshServiceConfig(false, Map.of(), List.of(), List.of());
    }
}
