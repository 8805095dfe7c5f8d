package org.sallyport.cli.login;

import java.nio.file.Path;
import java.security.KeyPair;
import org.sallyport.api.rest.Certificates;
import org.sallyport.cli.profile.PrivateFiles;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

/** The key pairs of one login; the private halves go to the profile's directory and nowhere else. */
record LoginKeys(KeyPair ssh, KeyPair tls) {
    static LoginKeys generate() {
        return new LoginKeys(SshKeys.generate(), TlsKeys.generate());
    }

    String sshPublicLine() {
        return SshKeys.line(ssh.getPublic());
    }

    String tlsPublicPem() {
        return TlsKeys.publicPem(tls.getPublic());
    }

    void save(Path directory, Certificates certificates) {
        PrivateFiles.write(
                directory.resolve(ProfileStore.KEY), SshKeys.privatePem(ssh).reveal());
        PrivateFiles.write(directory.resolve(ProfileStore.KEY + ".pub"), sshPublicLine() + "\n");
        PrivateFiles.write(
                directory.resolve(ProfileStore.KEY + "-cert.pub"),
                certificates.ssh().strip() + "\n");
        PrivateFiles.write(
                directory.resolve("tls.key"),
                TlsKeys.privatePem(tls.getPrivate()).reveal());
        PrivateFiles.write(directory.resolve("tls.crt"), certificates.tls());
    }
}
