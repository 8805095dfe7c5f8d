package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.UserSession;

/** A role that wants a second factor for each session: the login's certificate alone opens none. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionMfaIT {
    private static final String LOGIN = "sptmfa";
    private static final String TARGET = LOGIN + "@" + Cluster.NODE + "." + Cluster.NAME;
    private static final String SECRET = "SALLYPORT_TOTP_SECRET_FILE";

    private Workplace at;
    private UserSession user;

    @BeforeAll
    void open(Cluster cluster) {
        at = Workplace.open(cluster, LOGIN);
        Path role = at.scratch().resolve("role.yaml");
        Programs.write(role, """
                kind: role
                version: v1
                metadata:
                  name: careful
                spec:
                  options:
                    require_session_mfa: true
                  allow:
                    logins: [%s]
                    node_labels: {'*': ['*']}
                """.formatted(LOGIN));
        cluster.admin().cli("admin", "apply", "-f", role.toString()).run().succeeded();
        user = cluster.newUser("careful-user", "careful", LOGIN);
        user.login().succeeded();
    }

    @AfterAll
    void close() {
        at.close();
    }

    @BeforeEach
    void forgetCertificatesOfSessions() {
        user.host().shell("rm -f '" + user.profile() + "'/session-*").run().succeeded();
    }

    @Test
    void stolenCertificateOpensNoSessionAndTheMessageSaysWhatToRun(Cluster cluster) {
        Command.Result refused =
                user.ssh(TARGET, "true").with(SECRET, "/of/somebody/else").run();
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(255);
        assertThat(refused.all()).contains("second factor for each session").contains("run sallyport ssh");
        assertThat(cluster.awaitAudit("--event=session.login.refused", "--text=second factor"))
                .isNotEmpty();
    }

    @Test
    void plainSshHasTheFactorAskedForOncePerMinute(Cluster cluster) {
        String from = Instant.now().toString();
        Command.Result opened = user.ssh(TARGET, "id", "-un")
                .with(SECRET, user.totpFile().toString())
                .run();
        assertThat(opened.succeeded().out().trim()).isEqualTo(LOGIN);
        // the certificate of just now is good for another session to the same place
        Command.Result again =
                user.ssh(TARGET, "id", "-un").with(SECRET, "/of/somebody/else").run();
        assertThat(again.succeeded().out().trim()).isEqualTo(LOGIN);
        assertThat(cluster.awaitAudit("--event=mfa.verified", "--user=careful-user", "--from=" + from))
                .hasSize(1);
    }

    @Test
    void sallyportSshAsksAndTheSessionOpens(Cluster cluster) {
        Command.Result opened = user.cli("ssh", LOGIN + "@" + Cluster.NODE, "id", "-un")
                .with(SECRET, user.totpFile().toString())
                .run();
        assertThat(opened.succeeded().out().trim()).isEqualTo(LOGIN);
        assertThat(cluster.awaitAudit("--event=mfa.verified", "--user=careful-user"))
                .isNotEmpty();
    }
}
