package org.sallyport.cli.main;

import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.sallyport.cli.access.AccessCommand;
import org.sallyport.cli.admin.AdminCommand;
import org.sallyport.cli.audit.AuditCommand;
import org.sallyport.cli.browser.ApproveCommand;
import org.sallyport.cli.events.EventsCommand;
import org.sallyport.cli.livesession.SessionsCommand;
import org.sallyport.cli.login.InviteCommand;
import org.sallyport.cli.login.LoginCommand;
import org.sallyport.cli.login.LogoutCommand;
import org.sallyport.cli.login.PasswdCommand;
import org.sallyport.cli.login.StatusCommand;
import org.sallyport.cli.mfa.MfaCommand;
import org.sallyport.cli.nodes.LsCommand;
import org.sallyport.cli.nodes.NodesCommand;
import org.sallyport.cli.play.PlayCommand;
import org.sallyport.cli.proxy.ProxyCommand;
import org.sallyport.cli.recording.RecordingsCommand;
import org.sallyport.cli.ssh.ConfigCommand;
import org.sallyport.cli.ssh.JoinCommand;
import org.sallyport.cli.ssh.ScpCommand;
import org.sallyport.cli.ssh.SshCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of people and scripts. Exit codes come from the error table ({@code ErrorType}). */
@Command(
        name = "sallyport",
        description = "Short-lived, audited access to servers in private networks.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Sallyport implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private static final Logger LIBRARIES = Logger.getLogger("org.apache.sshd");

    public static void main(String[] args) {
        // a person asked for an answer, not for a library's progress; held in a field so that it is not collected
        LIBRARIES.setLevel(Level.WARNING);
        System.exit(commandLine(List.of(args)).execute(args));
    }

    /** In the order of the help text. */
    private static final List<String> COMMANDS = List.of(
            "login",
            "approve",
            "logout",
            "status",
            "ls",
            "nodes",
            "ssh",
            "scp",
            "sessions",
            "join",
            "config",
            "proxy",
            "admin",
            "access",
            "audit",
            "recordings",
            "play",
            "events",
            "mfa",
            "passwd",
            "accept-invite",
            "generate-completion",
            "help");

    /** No method references: JDK 25 fails to make its start-up cache with those to some of these constructors. */
    private static Object command(String name) {
        return switch (name) {
            case "login" -> new LoginCommand();
            case "approve" -> new ApproveCommand();
            case "logout" -> new LogoutCommand();
            case "status" -> new StatusCommand();
            case "ls" -> new LsCommand();
            case "nodes" -> new NodesCommand();
            case "ssh" -> new SshCommand();
            case "scp" -> new ScpCommand();
            case "sessions" -> new SessionsCommand();
            case "join" -> new JoinCommand();
            case "config" -> new ConfigCommand();
            case "proxy" -> new ProxyCommand();
            case "admin" -> new AdminCommand();
            case "access" -> new AccessCommand();
            case "audit" -> new AuditCommand();
            case "recordings" -> new RecordingsCommand();
            case "play" -> new PlayCommand();
            case "events" -> new EventsCommand();
            case "mfa" -> new MfaCommand();
            case "passwd" -> new PasswdCommand();
            case "accept-invite" -> new InviteCommand();
            case "generate-completion" -> new AutoComplete.GenerateCompletion();
            case "help" -> new CommandLine.HelpCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** The whole command line. */
    static CommandLine commandLine() {
        return commandLine(List.of());
    }

    /** The command line as these words need it; {@code execute} answers the exit code. */
    static CommandLine commandLine(List<String> words) {
        CommandLine line = new CommandLine(new Sallyport());
        String first = words.isEmpty() ? "" : words.getFirst();
        // these two tell of all the others
        boolean one = COMMANDS.contains(first)
                && !List.of("help", "generate-completion").contains(first);
        for (String name : COMMANDS) {
            // each looks into its class by reflection, which takes time: only what is asked for is made
            if (!one || name.equals(first)) {
                line.addSubcommand(name, command(name));
            }
        }
        line.setExecutionExceptionHandler(new FailurePrinter());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // ssh's own options belong to ssh, from the first word on
        Optional.ofNullable(line.getSubcommands().get("ssh"))
                .ifPresent(ssh -> ssh.setStopAtPositional(true).setUnmatchedOptionsArePositionalParams(true));
        Optional.ofNullable(line.getSubcommands().get("scp"))
                .ifPresent(scp -> scp.setUnmatchedOptionsArePositionalParams(true));
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
