package org.sallyport.cli.ssh;

import java.nio.file.Path;
import java.time.Clock;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;

/** A login on disk with the files stock ssh uses. */
record LoginSession(Profile profile, Path directory) {
    public static LoginSession require(String proxy) {
        ProfileStore store = ProfileStore.ofEnvironment();
        Profile profile = store.require(proxy);
        return new LoginSession(profile, store.directory(profile.proxy()));
    }

    /** @throws SallyportException CERTIFICATE_EXPIRED before ssh would fail with less to say */
    public static LoginSession requireValid(String proxy, Clock clock) {
        LoginSession session = require(proxy);
        if (!session.profile.expires().isAfter(clock.instant())) {
            throw new SallyportException(
                    ErrorCode.CERTIFICATE_EXPIRED,
                    "cli: your certificate expired "
                            + Times.relative(session.profile.expires(), clock.instant())
                            + ". Run 'sallyport login' again");
        }
        return session;
    }

    public SshConfig sshConfig() {
        return new SshConfig(profile, directory);
    }

    public Path sshConfigFile() {
        return directory.resolve(SshConfig.CONFIG);
    }
}
