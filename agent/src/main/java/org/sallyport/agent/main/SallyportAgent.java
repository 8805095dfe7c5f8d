package org.sallyport.agent.main;

import java.util.Optional;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code sallyport-agent}. */
@Command(
        name = "sallyport-agent",
        description = "Serves this machine to its Sallyport cluster, without an open port.",
        mixinStandardHelpOptions = true,
        versionProvider = SallyportAgent.Version.class,
        subcommands = {StartCommand.class, ConfigureCommand.class, StatusCommand.class, VersionCommand.class})
public final class SallyportAgent {
    public static void main(String[] args) {
        System.setProperty("java.util.logging.manager", ShortLog.LastingManager.class.getName());
        System.exit(execute(args));
    }

    static int execute(String... args) {
        return new CommandLine(new SallyportAgent())
                .setExecutionExceptionHandler((failure, line, parsed) -> explain(failure))
                .setExitCodeExceptionMapper(failure -> ErrorType.INVALID.exitCode())
                .execute(args);
    }

    private static int explain(Exception failure) {
        if (failure instanceof SallyportException known) {
            System.err.println("sallyport-agent: " + known.userMessage());
            return known.type().exitCode();
        }
        System.err.println("sallyport-agent: internal error, please report it: " + failure);
        failure.printStackTrace();
        return ErrorType.INTERNAL.exitCode();
    }

    static String version() {
        return Optional.ofNullable(SallyportAgent.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** From the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sallyport-agent " + version()};
        }
    }
}
