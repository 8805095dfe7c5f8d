package org.sallyport.tests.sso;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Host;
import org.sallyport.tests.cluster.Programs;

/** OpenLDAP's slapd on loopback of a host, with people, groups and a locked account. */
final class LdapServer implements AutoCloseable {
    private static final int PORT = 3389;
    /** Made up for each run. */
    static final String PASSWORD = UUID.randomUUID().toString();

    static final String BIND_PASSWORD = UUID.randomUUID().toString();

    private final Host host;
    private final Path directory;
    private Process process;

    LdapServer(Host host, Path directory) {
        this.host = host;
        this.directory = directory.resolve("ldap");
    }

    String url() {
        return "ldap://127.0.0.1:" + PORT;
    }

    LdapServer start() {
        Programs.write(directory.resolve("db/README"), "state of one test run\n");
        Programs.write(directory.resolve("slapd.conf"), """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/inetorgperson.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                moduleload ppolicy
                pidfile %1$s/slapd.pid
                database mdb
                suffix "dc=example,dc=org"
                rootdn "cn=root,dc=example,dc=org"
                directory %1$s/db
                overlay ppolicy
                ppolicy_default "cn=policy,dc=example,dc=org"
                access to attrs=userPassword by anonymous auth by * none
                access to * by dn.exact="cn=sallyport,dc=example,dc=org" read by * none
                """.formatted(directory));
        Programs.write(directory.resolve("people.ldif"), """
                dn: dc=example,dc=org
                objectClass: dcObject
                objectClass: organization
                dc: example
                o: Example

                dn: cn=policy,dc=example,dc=org
                objectClass: person
                objectClass: pwdPolicy
                cn: policy
                sn: policy
                pwdAttribute: userPassword
                pwdLockout: TRUE
                pwdMaxFailure: 100

                dn: cn=sallyport,dc=example,dc=org
                objectClass: person
                cn: sallyport
                sn: sallyport
                userPassword: %2$s

                dn: ou=people,dc=example,dc=org
                objectClass: organizationalUnit
                ou: people

                dn: ou=groups,dc=example,dc=org
                objectClass: organizationalUnit
                ou: groups

                dn: uid=lena,ou=people,dc=example,dc=org
                objectClass: inetOrgPerson
                uid: lena
                cn: Lena
                sn: L
                mail: lena@example.org
                userPassword: %1$s

                dn: uid=nobody-knows,ou=people,dc=example,dc=org
                objectClass: inetOrgPerson
                uid: nobody-knows
                cn: In no group
                sn: N
                userPassword: %1$s

                dn: uid=gone,ou=people,dc=example,dc=org
                objectClass: inetOrgPerson
                uid: gone
                cn: Locked
                sn: G
                userPassword: %1$s
                pwdAccountLockedTime: 000001010000Z

                dn: cn=ldap-dev,ou=groups,dc=example,dc=org
                objectClass: groupOfNames
                cn: ldap-dev
                member: uid=lena,ou=people,dc=example,dc=org
                member: uid=gone,ou=people,dc=example,dc=org
                """.formatted(PASSWORD, BIND_PASSWORD));
        host.command(
                        "slapadd",
                        "-f",
                        directory.resolve("slapd.conf").toString(),
                        "-l",
                        directory.resolve("people.ldif").toString())
                .run()
                .succeeded();
        return serve();
    }

    /** With what is there already. */
    LdapServer serve() {
        process = host.command(
                        "slapd",
                        "-d",
                        "stats",
                        "-h",
                        url(),
                        "-f",
                        directory.resolve("slapd.conf").toString())
                .start(log());
        Await.until(
                "slapd listens",
                Duration.ofSeconds(30),
                () -> host.command("ldapwhoami", "-x", "-H", url()).run().exitCode() == 0,
                () -> Programs.tail(log(), 40));
        return this;
    }

    String properties() {
        return """
                sallyport.ldap.url=%s
                sallyport.ldap.bind-dn=cn=sallyport,dc=example,dc=org
                sallyport.ldap.bind-password=%s
                sallyport.ldap.users=ou=people,dc=example,dc=org
                sallyport.ldap.groups=ou=groups,dc=example,dc=org
                """.formatted(url(), BIND_PASSWORD);
    }

    Path log() {
        return directory.resolve("slapd.log");
    }

    void stop() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        Await.until(
                "slapd has ended", Duration.ofSeconds(20), () -> !process.isAlive(), () -> Programs.tail(log(), 20));
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            stop();
        }
    }
}
