package org.sallyport.cli.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.core.keys.SshKeys;

class HostKeysTest {
    private final String key = SshKeys.line(SshKeys.generate().getPublic());
    private final String other = SshKeys.line(SshKeys.generate().getPublic());

    @TempDir
    Path dir;

    @Test
    void keysComeFromFilesAndFromTheCommandLine() throws Exception {
        Path file = Files.writeString(dir.resolve("k.pub"), "# from db1\n" + key + " root@db1\n\n");
        assertThat(HostKeys.of(List.of(file.toString(), other, "@cert-authority " + key)))
                .containsExactly(key + " root@db1", other, "@cert-authority " + key);
    }

    @Test
    void aPrivateKeyOrNoFileIsRefusedWithWhatToGive() throws Exception {
        Path file = Files.writeString(
                dir.resolve("k"), SshKeys.privatePem(SshKeys.generate()).reveal());
        assertThatThrownBy(() -> HostKeys.of(List.of(file.toString())))
                .hasMessageContaining("stays on its host")
                .hasMessageContaining("ssh_host_ed25519_key.pub");
        assertThatThrownBy(() -> HostKeys.of(List.of(dir.resolve("none").toString())))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void ofAScanTheKeysAreTaken() {
        assertThat(HostKeyScan.parse("# db1:22 SSH-2.0-OpenSSH_9.9\ndb1 " + key + "\n[db1]:2222 " + other + "\n"
                        + "db1 ssh-ed25519-cert-v01@openssh.com AAAA\n"))
                .containsExactly(key, other);
        assertThat(HostKeyScan.parse("")).isEmpty();
    }

    @Test
    void fingerprintsAreThoseThatStockToolsShow() {
        assertThat(HostKeys.fingerprint(key))
                .isEqualTo(SshKeys.fingerprint(SshKeys.parsePublic(key)) + " (ssh-ed25519)");
        assertThat(HostKeys.fingerprint("@cert-authority " + key)).startsWith("any host key certified by SHA256:");
    }

    @Test
    void theHostIsToldOfEveryKeyThatSignsOrWillSign() {
        String text = HostSetup.text(new Authority(CaType.OPENSSH, List.of(key, other), List.of()));
        assertThat(text)
                .contains("cat > /etc/ssh/sallyport_user_ca.pub <<'END'\n" + key + "\n" + other + "\nEND\n")
                .contains("TrustedUserCAKeys /etc/ssh/sallyport_user_ca.pub")
                .contains("sshd -t && systemctl reload");
    }
}
