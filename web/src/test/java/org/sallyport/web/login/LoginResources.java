package org.sallyport.web.login;

import org.sallyport.core.login.LoginService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.file.FileTransfers;
import org.sallyport.web.terminal.Terminals;

/** Wires a resource as the container would. */
public final class LoginResources {
    private LoginResources() {}

    public static LoginResource on(LoginService logins, CurrentCaller caller) {
        LoginResource resource = new LoginResource();
        resource.terminals = new Terminals();
        resource.files = new FileTransfers();
        resource.logins = logins;
        resource.caller = caller;
        return resource;
    }
}
