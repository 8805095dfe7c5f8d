package org.sallyport.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;

/** Held against stock ssh's own reading of the file. */
final class SshConfigTest {
    @TempDir
    private Path directory;

    @Test
    void stockSshReadsItAsMeant() throws Exception {
        SshConfig config = new SshConfig(profile(false), login());
        Path file = directory.resolve("ssh_config");
        Files.writeString(file, config.render());
        assertThat(ssh("-G", "-F", file.toString(), "web-1.prod"))
                .contains(
                        "user ubuntu\n",
                        "proxycommand sallyport proxy ssh --proxy=sp.example.org:443 --home=" + home() + " %h\n",
                        "stricthostkeychecking true\n",
                        "ciphers aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes256-ctr,aes128-ctr\n")
                .doesNotContain("proxyjump")
                .contains("userknownhostsfile " + login().resolve("known_hosts"));
        assertThat(ssh("-G", "-F", file.toString(), "sallyport-proxy.prod"))
                .contains(
                        "hostname sp.example.org\n",
                        "port 443\n",
                        "proxycommand sallyport proxy ssh --proxy=sp.example.org:443 --home=" + home() + "\n")
                .doesNotContain("proxyjump");
        assertThat(ssh("-G", "-F", file.toString(), "elsewhere.example.org"))
                .as("other hosts are left alone")
                .doesNotContain("proxyjump", "proxycommand");
    }

    @Test
    void theCustomaryHomeIsNotNamed() {
        Path login = ProfileStore.customaryHome().resolve("profiles").resolve("sp");
        assertThat(new SshConfig(profile(false), login).render())
                .contains("ProxyCommand sallyport proxy ssh --proxy=sp.example.org:443 %h\n")
                .contains("ProxyCommand sallyport proxy ssh --proxy=sp.example.org:443\n");
    }

    private Path home() {
        return directory.toAbsolutePath();
    }

    private Path login() {
        return home().resolve("profiles").resolve("sp");
    }

    @Test
    void whereSessionsNeedASecondFactorSshFetchesTheirCertificateFirst() throws Exception {
        Files.createDirectories(login());
        String key = login().resolve("id_ed25519").toString();
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
        run(
                "ssh-keygen",
                "-q",
                "-s",
                key,
                "-I",
                "ada",
                "-O",
                "extension:" + CertificateNames.SESSION_MFA,
                key + ".pub");
        Path launcher = directory.resolve("launcher");
        Files.writeString(launcher, "#!/bin/sh\necho \"$@\" > " + directory.resolve("asked") + "\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Path file = directory.resolve("ssh_config");
        System.setProperty("sallyport.launcher", launcher.toString());
        try {
            Files.writeString(file, new SshConfig(profile(false), login()).render());
        } finally {
            System.clearProperty("sallyport.launcher");
        }
        assertThat(ssh("-G", "-F", file.toString(), "root@web-1.prod").lines())
                .containsSubsequence(
                        "certificatefile " + login().resolve("session-%r@%n-cert.pub"),
                        "certificatefile " + login().resolve("id_ed25519-cert.pub"))
                .contains("user root");
        assertThat(directory.resolve("asked"))
                .hasContent(
                        "proxy session-certificate --proxy=sp.example.org:443 --home=" + home() + " web-1.prod root");
        assertThat(ssh("-G", "-F", file.toString(), "web-1.prod")).contains("user ubuntu\n");
        assertThat(directory.resolve("asked")).content().endsWith("web-1.prod ubuntu\n");
        assertThat(ssh("-G", "-F", file.toString(), "sallyport-proxy.prod")).doesNotContain("session-");
        Files.delete(launcher);
        assertThat(ssh("-G", "-F", file.toString(), "web-1.prod"))
                .as("without it ssh goes on, and the agent says what is missing")
                .doesNotContain("session-");
    }

    private static void run(String... words) throws Exception {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void directlyItGoesToTheSshPort() throws Exception {
        Path file = directory.resolve("ssh_config");
        Files.writeString(file, new SshConfig(profile(true), directory).render());
        assertThat(ssh("-G", "-F", file.toString(), "sallyport-proxy.prod"))
                .contains("hostname sp.example.org\n", "port 3023\n")
                .doesNotContain("proxycommand");
        assertThat(ssh("-G", "-F", file.toString(), "web-1.prod"))
                .contains("proxyjump sallyport-proxy.prod\n")
                .doesNotContain("proxycommand");
    }

    @Test
    void onlyTheHostCaVouchesForHosts() {
        assertThat(new SshConfig(profile(true), directory).knownHosts())
                .isEqualTo("@cert-authority *.prod,sp.example.org,[sp.example.org]:3023 ssh-ed25519 HOSTCA\n");
        assertThat(new SshConfig(profile(false), directory).knownHosts())
                .isEqualTo("@cert-authority *.prod,sp.example.org,[sp.example.org]:443 ssh-ed25519 HOSTCA\n");
    }

    private static Profile profile(boolean direct) {
        return new Profile(
                "sp.example.org:443",
                "",
                "ada",
                List.of("access"),
                List.of("ubuntu", "root"),
                "token",
                Instant.EPOCH,
                new ClusterInfo("id", "prod", "1", "sp.example.org:443", "sp.example.org:3023", List.of()),
                List.of(
                        new Authority(CaType.USER, List.of("ssh-ed25519 USERCA"), List.of()),
                        new Authority(CaType.HOST, List.of("ssh-ed25519 HOSTCA"), List.of())),
                direct);
    }

    private static String ssh(String... options) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("ssh"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
