package org.sallyport.cli.login;

import java.nio.file.Path;
import org.sallyport.cli.profile.PrivateFiles;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.ssh.SshConfig;

/** What stock ssh needs beside the key: a configuration and the CA lines, written at login. */
final class SshFiles {
    private SshFiles() {}

    static void write(Path directory, Profile profile) {
        SshConfig config = new SshConfig(profile, directory);
        PrivateFiles.write(directory.resolve(SshConfig.KNOWN_HOSTS), config.knownHosts());
        PrivateFiles.write(directory.resolve(SshConfig.CONFIG), config.render());
    }
}
