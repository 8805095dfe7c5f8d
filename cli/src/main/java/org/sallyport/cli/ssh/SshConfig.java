package org.sallyport.cli.ssh;

import java.nio.file.Path;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.cli.profile.KnownHosts;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;

/**
 * The ssh_config and known_hosts lines with which plain {@code ssh node.cluster} works (ssh_config(5), sshd(8)
 * {@code @cert-authority}). Host keys are never trusted on first use: the cluster's host CA vouches for proxy and nodes.
 */
public final class SshConfig {
    public static final String CONFIG = "ssh_config";
    public static final String KNOWN_HOSTS = KnownHosts.FILE;

    private final Profile profile;
    private final Path directory;

    public SshConfig(Profile profile, Path directory) {
        this.profile = profile;
        this.directory = directory;
    }

    /** Lines for {@code ~/.ssh/config} or {@code ssh -F}. */
    public String render() {
        String cluster = profile.cluster().clusterName();
        String alias = proxyAlias();
        String nodes = "*." + cluster + " !" + alias;
        String common = "    User %s\n".formatted(defaultLogin())
                + "    IdentityFile \"" + directory.resolve(ProfileStore.KEY) + "\"\n"
                + "    CertificateFile \"" + directory.resolve(ProfileStore.KEY + "-cert.pub") + "\"\n"
                + "    IdentitiesOnly yes\n"
                + "    UserKnownHostsFile \"" + directory.resolve(KNOWN_HOSTS) + "\"\n"
                + "    GlobalKnownHostsFile /dev/null\n"
                + "    StrictHostKeyChecking yes\n"
                + "    HostKeyAlgorithms ssh-ed25519-cert-v01@openssh.com\n"
                + "    Ciphers " + String.join(",", SshAlgorithms.CIPHERS) + "\n";
        return "# Sallyport cluster " + cluster + "\n"
                + "Host " + alias + "\n"
                + "    HostName " + host() + "\n"
                + "    Port " + port() + "\n"
                + (profile.direct() ? "" : inside("") + "\n")
                + common
                + "\n"
                + (SessionCertificateCommand.wanted(directory) ? sessionCertificate(nodes) : "")
                + "Host " + nodes + "\n"
                + (profile.direct() ? "    ProxyJump " + alias : inside(" %h")) + "\n"
                + common;
    }

    /** ssh runs the command once it knows the account, and goes on without the certificate when it fails. */
    private String sessionCertificate(String nodes) {
        return "Host " + nodes + "\n"
                + "    User " + defaultLogin() + "\n"
                + "Match host \"" + nodes.replace(' ', ',') + "\" exec \"" + launcher()
                + " proxy session-certificate --proxy=" + profile.proxy() + where() + " '%n' '%r'\"\n"
                + "    CertificateFile \"" + SessionCertificateCommand.file(directory, "%r", "%n") + "\"\n";
    }

    /** Inside HTTPS: to a node by its name, or to the proxy for {@code -J}. */
    private String inside(String node) {
        return "    ProxyCommand " + launcher() + " proxy ssh --proxy=" + profile.proxy() + where() + node;
    }

    /** Plain ssh is run where nobody set SALLYPORT_HOME. */
    private String where() {
        Path home = ProfileStore.homeOf(directory);
        return home.equals(ProfileStore.customaryHome().toAbsolutePath()) ? "" : " --home=" + shell(home.toString());
    }

    /** One {@code @cert-authority} line per trusted host CA key. */
    public String knownHosts() {
        return KnownHosts.of(profile);
    }

    /** {@code node} as ssh must see it: with the cluster's suffix, unless it has one. */
    public String qualified(String node) {
        String suffix = "." + profile.cluster().clusterName();
        return node.endsWith(suffix) ? node : node + suffix;
    }

    private String proxyAlias() {
        return "sallyport-proxy." + profile.cluster().clusterName();
    }

    String defaultLogin() {
        return profile.logins().isEmpty() ? profile.user() : profile.logins().getFirst();
    }

    /** This program as ssh's shell starts it. */
    private static String launcher() {
        return shell(System.getProperty("sallyport.launcher", "sallyport"));
    }

    /** For ssh's shell; ssh itself expands percent signs before. */
    private static String shell(String path) {
        String quoted = path.matches("[A-Za-z0-9/._-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
        return quoted.replace("%", "%%");
    }

    private String host() {
        return KnownHosts.host(profile);
    }

    private String port() {
        return KnownHosts.port(profile);
    }
}
