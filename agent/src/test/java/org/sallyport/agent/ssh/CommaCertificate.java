package org.sallyport.agent.ssh;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/** A certificate that ssh-keygen cannot make: it splits principals at commas. */
final class CommaCertificate {
    private CommaCertificate() {}

    static String line(Path ca, Path key, String principal, String clusterId) throws Exception {
        OpenSshCertificate certificate = OpenSshCertificateBuilder.userCertificate()
                .id("alice")
                .serial(18)
                .publicKey(SshKeygen.pair(key).getPublic())
                .principals(List.of(principal))
                .extensions(List.of(new OpenSshCertificate.CertificateOption("cluster@sallyport.org", clusterId)))
                .validAfter(Instant.now().minusSeconds(60))
                .validBefore(Instant.now().plusSeconds(3600))
                .sign(SshKeygen.pair(ca));
        return PublicKeyEntry.toString(certificate) + "\n";
    }
}
