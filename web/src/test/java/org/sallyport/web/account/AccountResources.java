package org.sallyport.web.account;

import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.fake.FakeAccountServices;
import org.sallyport.web.file.FileTransfers;
import org.sallyport.web.terminal.Terminals;

/** Wires resources as the container would. */
public final class AccountResources {
    private AccountResources() {}

    public static PasswordResource passwordOn(FakeAccountServices account, CurrentCaller caller) {
        PasswordResource resource = new PasswordResource();
        resource.passwords = account;
        resource.caller = caller;
        return resource;
    }

    public static LoginSessionResource sessionsOn(FakeAccountServices account, CurrentCaller caller) {
        LoginSessionResource resource = new LoginSessionResource();
        resource.sessions = account;
        resource.caller = caller;
        resource.terminals = new Terminals();
        resource.files = new FileTransfers();
        return resource;
    }
}
