package org.sallyport.cli.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.Certificates;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.api.session.LiveSession;
import org.sallyport.cli.profile.PrivateFiles;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.HomeOptions;
import org.sallyport.core.keys.SshKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code sallyport proxy session-certificate}: run by ssh itself ({@code Match exec} of the written ssh_config) where the
 * roles want a second factor for each session. The certificate is for one login on one node and good for a minute, beside
 * the one of the login. The person is asked on the terminal.
 */
@Command(
        name = "session-certificate",
        description = "A certificate for one session, with a second factor; ssh runs this by the written ssh_config.",
        mixinStandardHelpOptions = true)
public final class SessionCertificateCommand implements Callable<Integer> {
    /** A certificate with less to live is not worth beginning a connection with. */
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    @Mixin
    private HomeOptions options;

    @Parameters(index = "0", paramLabel = "NODE", description = "As given to ssh, with or without the cluster's name.")
    private String node;

    @Parameters(index = "1", paramLabel = "LOGIN", description = "The OS account.")
    private String login;

    /** Whether this login's certificate says that sessions need one. */
    static boolean wanted(Path login) {
        Path file = login.resolve(ProfileStore.KEY + "-cert.pub");
        return Files.exists(file)
                && SshKeys.parseCertificate(PrivateFiles.read(file))
                        .getExtensionsMap()
                        .containsKey(CertificateNames.SESSION_MFA);
    }

    /** The file that ssh is to read; ssh puts in the words itself. */
    static Path file(Path login, String account, String node) {
        return login.resolve("session-" + account + "@" + node + "-cert.pub");
    }

    @Override
    public Integer call() {
        ProfileStore store = options.profiles();
        Profile profile = store.require(options.proxy());
        Path directory = store.directory(profile.proxy());
        // they become part of a file's name
        if (!node.matches("[A-Za-z0-9._-]{1,253}")
                || !(login.equals(LiveSession.JOIN_LOGIN) || login.matches("[A-Za-z0-9._-]{1,128}"))) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "cli: '" + login + "@" + node + "' is no login on a node");
        }
        Path file = file(directory, login, node);
        if (!fresh(file, Clock.systemUTC().instant())) {
            PrivateFiles.write(file, fetch(profile, directory) + "\n");
        }
        return 0;
    }

    /** One fetched a moment ago, by this ssh or by another to the same place. */
    private static boolean fresh(Path file, Instant now) {
        if (!Files.exists(file)) {
            return false;
        }
        OpenSshCertificate there = SshKeys.parseCertificate(PrivateFiles.read(file));
        return Instant.ofEpochSecond(there.getValidBefore()).isAfter(now.plus(ENOUGH));
    }

    private String fetch(Profile profile, Path directory) {
        String suffix = "." + profile.cluster().clusterName();
        String bare = node.endsWith(suffix) ? node.substring(0, node.length() - suffix.length()) : node;
        String key = PrivateFiles.read(directory.resolve(ProfileStore.KEY + ".pub"));
        try (Api api = Api.of(profile)) {
            return api.post(
                            "/api/v1/certificates/session",
                            new SessionCertificateRequest(key.strip(), bare, login),
                            Certificates.class)
                    .ssh()
                    .strip();
        }
    }
}
