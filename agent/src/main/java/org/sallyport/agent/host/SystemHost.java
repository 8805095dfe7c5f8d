package org.sallyport.agent.host;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.agent.process.Accounts;
import org.sallyport.agent.process.ProcessStarter;
import org.sallyport.agent.process.SessionEnvironment;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.process.Host;
import org.sallyport.session.process.HostConnection;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.process.Work;

/** This machine: its accounts, its processes, its sockets. */
public final class SystemHost implements Host {
    private static final List<Path> SFTP_SERVERS = List.of(
            Path.of("/usr/lib/openssh/sftp-server"),
            Path.of("/usr/libexec/openssh/sftp-server"),
            Path.of("/usr/libexec/sftp-server"),
            Path.of("/usr/lib/ssh/sftp-server"),
            Path.of("/usr/lib/sftp-server"));

    private final Accounts accounts;
    private final ProcessStarter starter;
    private final SessionEnvironment environment;
    private final Path socketDirectory;
    private final Optional<Path> sftpServer;

    public SystemHost(SshServiceConfig config, Accounts accounts) {
        this.accounts = requireNonNull(accounts, "accounts");
        this.starter = new ProcessStarter(accounts);
        this.environment = new SessionEnvironment(config.acceptEnvironment());
        this.socketDirectory = prepared(config.socketDirectory(), accounts);
        this.sftpServer = SFTP_SERVERS.stream().filter(Files::isExecutable).findFirst();
        if (sftpServer.isEmpty()) {
            AgentMessages.LOG.noSftpServer(SFTP_SERVERS.toString());
        }
    }

    private static Path prepared(Path directory, Accounts accounts) {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(
                    directory, PosixFilePermissions.fromString(accounts.privileged() ? "rwx--x--x" : "rwx------"));
            return directory;
        } catch (IOException e) {
            throw new SallyportException(
                    ErrorCode.INVALID_CONFIG,
                    "agent: the directory " + directory + " cannot be made; let the agent write there or set another",
                    "",
                    e);
        }
    }

    @Override
    public void require(String login) {
        var unused = accounts.require(login);
    }

    @Override
    public boolean accepts(String name, String value, Map<String, String> collected) {
        return environment.accepts(name, value, collected);
    }

    @Override
    public Optional<String> unfit(Work work) {
        return switch (work) {
            case Work.Shell ignored -> Optional.empty();
            case Work.Command command ->
                CommandText.faithful(command.line()) ? Optional.empty() : Optional.of(CommandText.UNFAITHFUL);
            case Work.Sftp ignored ->
                sftpServer.isPresent()
                        ? Optional.empty()
                        : Optional.of("sftp is not available: there is no sftp-server on this machine; "
                                + "install OpenSSH's sftp-server or use scp -O");
        };
    }

    @Override
    public HostConnection connect(Visitor visitor) {
        return new SystemConnection(this, visitor);
    }

    Accounts accounts() {
        return accounts;
    }

    ProcessStarter starter() {
        return starter;
    }

    /** Nobody but the agent may write to it, everybody may pass through it. */
    Path socketDirectory() {
        return socketDirectory;
    }

    Optional<Path> sftpServer() {
        return sftpServer;
    }
}
