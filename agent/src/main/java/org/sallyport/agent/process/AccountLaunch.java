package org.sallyport.agent.process;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.sallyport.session.process.TerminalRequest;
import org.sallyport.session.process.Work;

/**
 * One process to start as an account.
 *
 * @param sftpServer the program for file transfer; absent when there is none, and then nothing transfers files
 * @param environment what the session adds to the clean environment; already filtered
 * @param terminal present when it gets a terminal
 * @param greeting what its terminal shows first
 */
public record AccountLaunch(
        Account account,
        Work work,
        Optional<Path> sftpServer,
        Map<String, String> environment,
        Optional<TerminalRequest> terminal,
        String greeting) {
    public AccountLaunch {
        requireNonNull(account, "account");
        requireNonNull(work, "work");
        requireNonNull(sftpServer, "sftpServer");
        environment = Map.copyOf(environment);
        requireNonNull(terminal, "terminal");
        requireNonNull(greeting, "greeting");
    }
}
