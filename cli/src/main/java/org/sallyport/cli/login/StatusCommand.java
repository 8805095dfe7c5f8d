package org.sallyport.cli.login;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.sallyport.api.error.ErrorType;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyport status}: works without the network. */
@Command(name = "status", description = "Show who you are logged in as.", mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    /** The profile without its secret. */
    record Status(
            String proxy,
            String cluster,
            String user,
            List<String> roles,
            List<String> logins,
            Instant expires,
            boolean valid) {}

    @Override
    public Integer call() {
        Profile profile = ProfileStore.ofEnvironment().require(options.proxy());
        Instant now = Clock.systemUTC().instant();
        boolean valid = profile.expires().isAfter(now);
        Status status = new Status(
                profile.proxy(),
                profile.cluster().clusterName(),
                profile.user(),
                profile.roles(),
                profile.logins(),
                profile.expires(),
                valid);
        options.printer().print(status, () -> text(status, now));
        return valid ? 0 : ErrorType.UNAUTHENTICATED.exitCode();
    }

    private static String text(Status status, Instant now) {
        return "Cluster:   " + status.cluster() + " (" + status.proxy() + ")\n"
                + "User:      " + status.user() + "\n"
                + "Roles:     " + String.join(", ", status.roles()) + "\n"
                + "Logins:    " + String.join(", ", status.logins()) + "\n"
                + (status.valid() ? "Expires:   " : "EXPIRED:   ") + Times.local(status.expires()) + " ("
                + Times.relative(status.expires(), now) + ")\n"
                + (status.valid() ? "" : "Run 'sallyport login' again.\n");
    }
}
