package org.sallyport.cli.ssh;

import java.nio.file.Path;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.Certificates;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.cli.profile.PrivateFiles;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.core.keys.SshKeys;

/**
 * Where the roles want a second factor for each session: a certificate for one login on one node, good for a minute,
 * beside the one of the login. The person is asked for a code while it is fetched.
 */
final class SessionCertificate {
    private SessionCertificate() {}

    /** Whether this login's certificate says so. */
    static boolean wanted(LoginSession session) {
        Path file = session.directory().resolve(ProfileStore.KEY + "-cert.pub");
        OpenSshCertificate certificate = SshKeys.parseCertificate(PrivateFiles.read(file));
        return certificate.getExtensionsMap().containsKey(CertificateNames.SESSION_MFA);
    }

    /** @return the file that ssh is to use */
    static Path fetch(LoginSession session, SshArguments.Destination destination) {
        String login = destination.login().isEmpty() ? session.sshConfig().defaultLogin() : destination.login();
        String suffix = "." + session.profile().cluster().clusterName();
        String node = destination.node().endsWith(suffix)
                ? destination.node().substring(0, destination.node().length() - suffix.length())
                : destination.node();
        if (!node.matches("[A-Za-z0-9._-]{1,253}")) {
            throw new SallyportException(ErrorCode.INVALID_ARGUMENT, "cli: '" + node + "' is no node's name");
        }
        String key = PrivateFiles.read(session.directory().resolve(ProfileStore.KEY + ".pub"));
        try (Api api = Api.of(session.profile())) {
            Certificates issued = api.post(
                    "/api/v1/certificates/session",
                    new SessionCertificateRequest(key.strip(), node, login),
                    Certificates.class);
            Path file = session.directory().resolve("session-" + node + "-cert.pub");
            PrivateFiles.write(file, issued.ssh().strip() + "\n");
            return file;
        }
    }
}
