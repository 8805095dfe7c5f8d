package org.sallyport.agent.process;

import java.io.IOException;
import java.nio.file.Path;
import org.sallyport.api.error.SallyportException;

/** The accounts a session may run as. */
public interface Accounts {
    /**
     * @return the account, fit to run a session as
     * @throws SallyportException LOGIN_NOT_AVAILABLE, its message naming cause and remedy without the layer
     */
    Account require(String login);

    /** Whether this process may become another account. */
    boolean privileged();

    /** The uid this process runs as. */
    int ownUid();

    /** Makes a file the account's. Only for paths in directories that nobody but the agent can change. */
    void give(Path path, Account account) throws IOException;
}
