package org.sallyport.tests.sso;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.ServerBuild;

/** The server's configuration for single sign-on comes and goes by scripts. */
final class SsoScriptsIT {
    @Test
    void undoneScriptsLeaveTheConfigurationAsItWas(@TempDir Path directory) {
        Path build = ServerBuild.copy(directory.resolve("build"));
        Path configuration = build.resolve("standalone/configuration/standalone.xml");
        ServerBuild.apply(build, "sso-ldap.cli", "sso-kerberos.cli", "sso-secrets.cli");
        String with = Programs.read(configuration);
        assertThat(with).contains("sallyport-ldap", "sallyport-kerberos", "default-resolver=\"sallyport\"");

        ServerBuild.apply(build, "sso-secrets-undo.cli", "sso-kerberos-undo.cli", "sso-ldap-undo.cli");
        assertThat(Programs.read(configuration))
                .isNotEqualTo(with)
                .doesNotContain("sallyport-ldap", "sallyport-kerberos");

        ServerBuild.apply(build, "sso-ldap.cli", "sso-kerberos.cli", "sso-secrets.cli");
        assertThat(Programs.read(configuration)).as("and can be had again").isEqualTo(with);
    }
}
