package org.sallyport.tests.cluster;

import java.nio.file.Path;
import java.time.Duration;

/** A stock sshd on a host of the test network, with a host key of its own and nothing of Sallyport but a trusted CA key. */
public final class StockSshd implements AutoCloseable {
    private static final int PORT = 2222;

    private final Host host;
    private final Path directory;
    private Process process;

    /** @param host on whose address it listens; needs root */
    public StockSshd(Host host, Path directory) {
        this.host = host;
        this.directory = directory;
        Programs.write(directory.resolve("README"), "a stock sshd\n");
        host.command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key().toString())
                .run()
                .succeeded();
    }

    public String address() {
        return host.address() + ":" + PORT;
    }

    public Path publicKey() {
        return Path.of(key() + ".pub");
    }

    private Path key() {
        return directory.resolve("ssh_host_ed25519_key");
    }

    private Path log() {
        return directory.resolve("sshd.log");
    }

    /** @param caKeys lines as the command line printed them */
    public void start(String caKeys) {
        Programs.write(directory.resolve("sallyport_user_ca.pub"), caKeys);
        Programs.write(directory.resolve("sshd_config"), """
                Port %d
                ListenAddress %s
                HostKey %s
                TrustedUserCAKeys %s
                AuthorizedKeysFile none
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                UsePAM no
                PidFile none
                MaxStartups 100
                LogLevel VERBOSE
                Subsystem sftp internal-sftp
                """.formatted(
                        PORT, host.address(), key(), directory.resolve("sallyport_user_ca.pub")));
        String config = directory.resolve("sshd_config").toString();
        Host.alone(java.util.List.of("mkdir", "-p", "/run/sshd")).run().succeeded();
        host.command("/usr/sbin/sshd", "-t", "-f", config).run().succeeded();
        process = host.command("/usr/sbin/sshd", "-D", "-e", "-f", config).start(log());
        Await.until(
                "the stock sshd answers",
                Duration.ofSeconds(30),
                () -> host.command("ssh-keyscan", "-T", "2", "-p", Integer.toString(PORT), host.address())
                        .run()
                        .out()
                        .contains("ssh-ed25519"),
                this::tail);
    }

    public String tail() {
        return Programs.tail(log(), 60);
    }

    @Override
    public void close() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
