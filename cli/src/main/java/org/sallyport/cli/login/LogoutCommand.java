package org.sallyport.cli.login;

import java.util.concurrent.Callable;
import org.sallyport.api.error.SallyportException;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyport logout}: ends the login session and removes keys and certificates from this machine. */
@Command(name = "logout", description = "Log out and remove keys and certificates.", mixinStandardHelpOptions = true)
public final class LogoutCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Override
    public Integer call() {
        ProfileStore store = ProfileStore.ofEnvironment();
        Profile profile = store.require(options.proxy());
        SshAgent.remove(store.directory(profile.proxy()).resolve(ProfileStore.KEY));
        String note = "";
        try (Api api = Api.of(profile)) {
            api.delete("/api/v1/session");
        } catch (SallyportException e) {
            // the local keys must go all the same
            note = " (the server was not told: " + e.userMessage() + ")";
        }
        store.delete(profile.proxy());
        options.out().println("Logged out of " + profile.cluster().clusterName() + note + ".");
        return 0;
    }
}
