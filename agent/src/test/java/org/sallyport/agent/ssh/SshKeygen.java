package org.sallyport.agent.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Keys and certificates made by OpenSSH's own tool. */
final class SshKeygen {
    private final Path directory;

    SshKeygen(Path directory) {
        this.directory = directory;
    }

    Path key(String name) {
        Path file = directory.resolve(name);
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file.toString());
        return file;
    }

    /** @return the certificate's file */
    Path sign(Path ca, Path key, String... options) {
        List<String> line = new ArrayList<>(List.of("ssh-keygen", "-q", "-s", ca.toString()));
        line.addAll(List.of(options));
        line.add(key + ".pub");
        run(line.toArray(String[]::new));
        return Path.of(key + "-cert.pub");
    }

    static String line(Path key) {
        try {
            return Files.readString(Path.of(key + ".pub")).trim();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair pair(Path key) throws Exception {
        return SecurityUtils.loadKeyPairIdentities(
                        null, NamedResource.ofName(key.toString()), Files.newInputStream(key), null)
                .iterator()
                .next();
    }

    static OpenSshCertificate certificate(Path file) throws Exception {
        return (OpenSshCertificate) AuthorizedKeyEntry.parseAuthorizedKeyEntry(
                        Files.readString(file).trim())
                .resolvePublicKey(null, null, PublicKeyEntryResolver.FAILING);
    }

    private static void run(String... line) {
        Ran ran = Ran.of(List.of(line), new byte[0]);
        if (ran.exit() != 0) {
            throw new IllegalStateException(List.of(line) + ": " + ran.err());
        }
    }
}
