package org.sallyport.cli.main;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.sallyport.cli.admin.AdminCommand;
import org.sallyport.cli.audit.AuditCommand;
import org.sallyport.cli.login.InviteCommand;
import org.sallyport.cli.login.LoginCommand;
import org.sallyport.cli.login.LogoutCommand;
import org.sallyport.cli.login.StatusCommand;
import org.sallyport.cli.nodes.LsCommand;
import org.sallyport.cli.proxy.ProxyCommand;
import org.sallyport.cli.ssh.ConfigCommand;
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
        versionProvider = Version.class,
        subcommands = {
            LoginCommand.class,
            LogoutCommand.class,
            StatusCommand.class,
            LsCommand.class,
            SshCommand.class,
            ScpCommand.class,
            ConfigCommand.class,
            ProxyCommand.class,
            AdminCommand.class,
            AuditCommand.class,
            InviteCommand.class,
            AutoComplete.GenerateCompletion.class,
            CommandLine.HelpCommand.class
        })
public final class Sallyport implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private static final Logger LIBRARIES = Logger.getLogger("org.apache.sshd");

    public static void main(String[] args) {
        // a person asked for an answer, not for a library's progress; held in a field so that it is not collected
        LIBRARIES.setLevel(Level.WARNING);
        System.exit(commandLine().execute(args));
    }

    /** The configured command line; {@code execute} answers the exit code. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Sallyport());
        line.setExecutionExceptionHandler(new FailurePrinter());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // ssh's own options belong to ssh, from the first word on
        line.getSubcommands().get("ssh").setStopAtPositional(true).setUnmatchedOptionsArePositionalParams(true);
        line.getSubcommands().get("scp").setUnmatchedOptionsArePositionalParams(true);
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
