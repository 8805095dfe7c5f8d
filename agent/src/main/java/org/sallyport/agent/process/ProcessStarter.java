package org.sallyport.agent.process;

import static java.util.Objects.requireNonNull;

import com.sun.jna.Native;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.process.SessionProcess;

/** Starts sessions' processes as their login. */
public final class ProcessStarter {
    private final Accounts accounts;
    private final LibC libC;

    public ProcessStarter(Accounts accounts) {
        this.accounts = requireNonNull(accounts, "accounts");
        this.libC = Native.load("c", LibC.class);
    }

    public Accounts accounts() {
        return accounts;
    }

    public SessionProcess start(AccountLaunch launch) {
        if (!accounts.privileged() && launch.account().uid() != accounts.ownUid()) {
            throw new SallyportException(
                    ErrorCode.LOGIN_NOT_AVAILABLE, "this agent does not run as root and cannot become another account");
        }
        List<String> line = CommandLine.of(launch, accounts.privileged());
        Map<String, String> environment = SessionEnvironment.of(launch);
        ProcessGroup group = new ProcessGroup(libC, accounts.privileged());
        try {
            return launch.terminal().isPresent()
                    ? TerminalProcess.start(line, environment, launch, group)
                    : PipeProcess.start(line, environment, group);
        } catch (IOException e) {
            throw new SallyportException(
                    ErrorCode.INTERNAL,
                    "the session's process cannot be started: " + e.getMessage(),
                    line.toString(),
                    e);
        }
    }
}
