package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Programs;

/** The tools that ride on ssh, unchanged. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FileToolsIT {
    private Workplace at;
    private Path file;
    private byte[] content;

    @BeforeAll
    void open(Cluster cluster) throws IOException {
        at = Workplace.open(cluster, "sptfile");
        Files.createDirectories(at.scratch());
        file = at.scratch().resolve("some file.bin");
        content = new byte[5_000_003];
        new Random(42).nextBytes(content);
        Files.write(file, content);
    }

    @AfterAll
    void close() {
        at.close();
    }

    private Command tool(String... words) {
        return at.user()
                .host()
                .command(words)
                .within(Duration.ofMinutes(2))
                .with("HOME", at.scratch().toString());
    }

    private String config() {
        return at.user().sshConfig().toString();
    }

    private Path remote(String name) {
        return Path.of(at.account().home(), name);
    }

    @Test
    void scpBothWays() throws IOException {
        tool("scp", "-q", "-F", config(), file.toString(), at.target() + ":by-scp")
                .run()
                .succeeded();
        assertThat(Files.readAllBytes(remote("by-scp"))).isEqualTo(content);
        assertThat(Files.getOwner(remote("by-scp")).getName())
                .isEqualTo(at.account().name());
        Path back = at.scratch().resolve("scp-back");
        tool("scp", "-q", "-F", config(), at.target() + ":by-scp", back.toString())
                .run()
                .succeeded();
        assertThat(Files.readAllBytes(back)).isEqualTo(content);
    }

    @Test
    void scpByItsOldProtocol() throws IOException {
        tool("scp", "-O", "-q", "-F", config(), file.toString(), at.target() + ":by-old-scp")
                .run()
                .succeeded();
        assertThat(Files.readAllBytes(remote("by-old-scp"))).isEqualTo(content);
    }

    @Test
    void sallyportScp() throws IOException {
        at.user()
                .cli("scp", "-q", file.toString(), at.account().name() + "@" + Cluster.NODE + ":by-sallyport")
                .run()
                .succeeded();
        assertThat(Files.readAllBytes(remote("by-sallyport"))).isEqualTo(content);
    }

    @Test
    void sftpInABatch() throws IOException {
        String batch = "mkdir d\nput \"" + file + "\" d/up\nrename d/up d/renamed\nget d/renamed "
                + at.scratch().resolve("sftp-back") + "\nls -l d\n";
        Path script = at.scratch().resolve("batch");
        Programs.write(script, batch);
        Command.Result result = tool("sftp", "-F", config(), "-b", script.toString(), at.target())
                .run()
                .succeeded();
        assertThat(Files.readAllBytes(at.scratch().resolve("sftp-back"))).isEqualTo(content);
        assertThat(result.out()).contains("renamed");
        assertThat(at.cluster()
                        .awaitAudit(
                                "--event=session.sftp", "--user=" + at.user().name()))
                .isNotEmpty();
    }

    @Test
    void sftpActsWithTheLoginsRights() {
        Path script = at.scratch().resolve("forbidden");
        Programs.write(script, "put \"" + file + "\" /root/not-here\n");
        Command.Result result = tool("sftp", "-F", config(), "-b", script.toString(), at.target())
                .run();
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.all()).containsIgnoringCase("permission denied");
    }

    @Test
    void rsyncATreeThereAndAgain() throws IOException {
        Path tree = at.scratch().resolve("tree");
        for (int i = 0; i < 40; i++) {
            Programs.write(tree.resolve("dir" + i % 5 + "/file" + i), "content " + i + "\n".repeat(i));
        }
        String ssh = "ssh -F " + config();
        tool("rsync", "-a", "-e", ssh, tree + "/", at.target() + ":tree/").run().succeeded();
        Programs.write(tree.resolve("dir0/file0"), "changed\n");
        tool("rsync", "-a", "--delete", "-e", ssh, tree + "/", at.target() + ":tree/")
                .run()
                .succeeded();
        assertThat(Programs.read(remote("tree/dir0/file0"))).isEqualTo("changed\n");
        tool("diff", "-r", tree.toString(), remote("tree").toString()).run().succeeded();
    }

    @Test
    void gitClonesAndPushes() {
        at.user().ssh(at.target(), "git init -q --bare repo.git").run().succeeded();
        Path clone = at.scratch().resolve("clone");
        String ssh = "ssh -F " + config();
        String script = """
                set -e
                git clone -q %1$s:repo.git %2$s
                cd %2$s
                git -c user.name=t -c user.email=t@example.org commit -q --allow-empty -m one
                git push -q origin HEAD:main
                git clone -q -b main %1$s:repo.git %2$s-again
                git -C %2$s-again log --format=%%s
                """.formatted(at.target(), clone);
        Command.Result result =
                tool("bash", "-c", script).with("GIT_SSH_COMMAND", ssh).run().succeeded();
        assertThat(result.out()).isEqualTo("one\n");
    }

    @Test
    void ansiblePingsAndCopiesWithPipelining() {
        Path inventory = at.scratch().resolve("inventory");
        Programs.write(
                inventory,
                "%s.%s ansible_user=%s ansible_ssh_common_args='-F %s' ansible_python_interpreter=/usr/bin/python3\n"
                        .formatted(Cluster.NODE, Cluster.NAME, at.account().name(), config()));
        Command ping = tool("ansible", "-i", inventory.toString(), "all", "-m", "ping");
        assertThat(ansible(ping).run().succeeded().out()).contains("pong");
        Command copy = tool(
                "ansible",
                "-i",
                inventory.toString(),
                "all",
                "-m",
                "copy",
                "-a",
                "src='" + file + "' dest=" + remote("by-ansible"));
        ansible(copy).run().succeeded();
        assertThat(remote("by-ansible")).hasBinaryContent(content);
    }

    private Command ansible(Command command) {
        return command.with("ANSIBLE_PIPELINING", "1")
                .with("ANSIBLE_LOCAL_TEMP", at.scratch().resolve("ansible").toString())
                .with("ANSIBLE_NOCOLOR", "1")
                .with("LC_ALL", "C.UTF-8");
    }
}
