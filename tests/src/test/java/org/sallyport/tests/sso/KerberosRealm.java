package org.sallyport.tests.sso;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Host;
import org.sallyport.tests.cluster.Programs;

/** An MIT Kerberos realm: a KDC on the server's host, principals and the server's keytab. */
final class KerberosRealm implements AutoCloseable {
    static final String REALM = "EXAMPLE.ORG";
    private static final int PORT = 8888;

    private final Host host;
    private final Path directory;
    private Process process;

    KerberosRealm(Host host, Path directory) {
        this.host = host;
        this.directory = directory.resolve("kerberos");
    }

    Path config() {
        return directory.resolve("krb5.conf");
    }

    Path keytab() {
        return directory.resolve("http.keytab");
    }

    String service() {
        return "HTTP/" + host.address() + "@" + REALM;
    }

    KerberosRealm start() {
        Programs.write(config(), """
                [libdefaults]
                  default_realm = %1$s
                  dns_lookup_kdc = false
                  dns_lookup_realm = false
                  dns_canonicalize_hostname = false
                  rdns = false
                  udp_preference_limit = 1
                [realms]
                  %1$s = {
                    kdc = %2$s:%3$d
                  }
                  OTHER.EXAMPLE = {
                    kdc = %2$s:%3$d
                  }
                [domain_realm]
                  %2$s = %1$s
                """.formatted(REALM, host.address(), PORT));
        Programs.write(directory.resolve("kdc.conf"), """
                [kdcdefaults]
                  kdc_listen = ""
                  kdc_tcp_listen = %2$s:%3$d
                [realms]
                  %1$s = {
                    database_name = %4$s/principal
                    key_stash_file = %4$s/stash
                    acl_file = %4$s/kadm5.acl
                    max_life = 1h
                  }
                """.formatted(REALM, host.address(), PORT, directory));
        admin("kdb5_util", "create", "-s", "-r", REALM, "-P", UUID.randomUUID().toString());
        query("addprinc -randkey " + service());
        query("ktadd -k " + keytab() + " " + service());
        process = host.command("krb5kdc", "-n", "-r", REALM).with(environment()).start(directory.resolve("kdc.log"));
        return this;
    }

    /** A person of the realm. @return a keytab that stands for the password */
    Path person(String name) {
        Path keys = directory.resolve(file(name) + ".keytab");
        query("addprinc -randkey " + name);
        query("ktadd -norandkey -k " + keys + " " + name);
        return keys;
    }

    void disable(String name) {
        query("modprinc -allow_tix " + name);
    }

    /** Takes a ticket on a host. */
    Command.Result kinit(Host where, String name, Path keys) {
        Command.Result[] last = new Command.Result[1];
        Await.until(
                "the KDC answers",
                Duration.ofSeconds(30),
                () -> {
                    last[0] = where.command("kinit", "-k", "-t", keys.toString(), name)
                            .with(environment())
                            .with("KRB5CCNAME", cache(name))
                            .run();
                    return !last[0].all().contains("Cannot contact any KDC");
                },
                () -> last[0] + "\n" + Programs.tail(directory.resolve("kdc.log"), 40));
        return last[0];
    }

    String cache(String name) {
        return "FILE:" + directory.resolve("cache-" + file(name));
    }

    private static String file(String name) {
        return name.replace('/', '_');
    }

    Map<String, String> environment() {
        return Map.of(
                "KRB5_CONFIG", config().toString(),
                "KRB5_KDC_PROFILE", directory.resolve("kdc.conf").toString());
    }

    private void query(String words) {
        admin("kadmin.local", "-r", REALM, "-q", words);
    }

    private void admin(String... words) {
        host.command(words).with(environment()).run().succeeded();
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
