package org.sallyport.agent.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.process.Work;

/**
 * The argument vector of a session's process. As root everything goes through {@code runuser}: it sets uid, gid and
 * supplementary groups, opens a PAM session (limits), never prompts and passes the exit code on. What the user sent is
 * always one argument of its own, never part of a script.
 */
final class CommandLine {
    private static final List<String> DIRECTORIES = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin");
    /** As sshd: the directory is changed with the login's rights, so a home root cannot read is no failure. */
    private static final String GO_HOME = "cd -- \"$HOME\" || cd /; ";

    /** An agent started under nohup ignores SIGHUP, and what is ignored stays ignored in every child. */
    private static final List<String> SIGNALS_AS_USUAL =
            List.of("/usr/bin/env", "--default-signal=HUP,INT,QUIT,TERM,PIPE,CHLD");

    private CommandLine() {}

    static List<String> of(AccountLaunch launch, boolean privileged) {
        List<String> line = new ArrayList<>(SIGNALS_AS_USUAL);
        line.addAll(asLogin(launch, privileged));
        return line;
    }

    private static List<String> asLogin(AccountLaunch launch, boolean privileged) {
        boolean terminal = launch.terminal().isPresent();
        List<String> line = new ArrayList<>();
        if (!terminal) {
            // a process group of its own, so that neither side's signals reach the other
            line.add(tool("setsid"));
        }
        if (!privileged) {
            line.addAll(inner(launch));
            return line;
        }
        line.add(tool("runuser"));
        if (launch.work() instanceof Work.Shell) {
            line.addAll(loginShell(launch));
            return line;
        }
        line.addAll(List.of("-u", launch.account().name(), "--"));
        if (!terminal) {
            // apart from runuser, which would take a signal to the group for its own and end the session with a notice
            line.add(tool("setsid"));
        }
        line.addAll(inner(launch));
        return line;
    }

    private static List<String> loginShell(AccountLaunch launch) {
        Set<String> kept = new TreeSet<>(launch.environment().keySet());
        kept.remove("TERM");
        if (launch.terminal().isPresent()) {
            kept.add("SSH_TTY");
        }
        List<String> line = new ArrayList<>(List.of("-l"));
        if (!kept.isEmpty()) {
            line.addAll(List.of("-w", String.join(",", kept)));
        }
        line.add(launch.account().name());
        return line;
    }

    private static List<String> inner(AccountLaunch launch) {
        String shell = launch.account().shell();
        return switch (launch.work()) {
            case Work.Shell ignored ->
                hasBash()
                        ? List.of("/bin/bash", "-c", GO_HOME + "exec -a \"-${0##*/}\" \"$0\"", shell)
                        : List.of("/bin/sh", "-c", GO_HOME + "exec \"$0\" -l", shell);
            case Work.Command command ->
                List.of("/bin/sh", "-c", GO_HOME + "exec \"$0\" -c \"$1\"", shell, command.line());
            case Work.Sftp ignored ->
                List.of(
                        "/bin/sh",
                        "-c",
                        GO_HOME + "exec \"$0\"",
                        sftpServer(launch).toString());
        };
    }

    private static Path sftpServer(AccountLaunch launch) {
        return launch.sftpServer()
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.LOGIN_NOT_AVAILABLE,
                        "there is no sftp-server on this machine; install OpenSSH's sftp-server"));
    }

    /** Only bash can give the shell the leading dash by which it knows that it is a login shell. */
    private static boolean hasBash() {
        return Files.isExecutable(Path.of("/bin/bash"));
    }

    private static String tool(String name) {
        return DIRECTORIES.stream()
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.LOGIN_NOT_AVAILABLE,
                        name + " is missing on this machine; install util-linux to let the agent start sessions"));
    }
}
