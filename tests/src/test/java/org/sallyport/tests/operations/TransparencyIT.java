package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.PostgresProcess;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.ServerBuild;
import org.sallyport.tests.cluster.ServerProcess;
import org.sallyport.tests.cluster.TestNetwork;
import org.sallyport.tests.cluster.UserSession;

/** Somebody who has the database edits it while the server runs; the command line sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TransparencyIT {
    private PostgresProcess postgres;
    private Cluster cluster;
    private UserSession auditor;

    @BeforeAll
    void start() {
        TestNetwork network = TestNetwork.open("t");
        if (!network.isolated()) {
            network.close();
        }
        Assumptions.assumeTrue(network.isolated(), "needs network namespaces, that is root");
        Path directory = Cluster.newDirectory();
        postgres = new PostgresProcess(network.server(), directory.resolve("postgres")).start();
        Path build = ServerBuild.copy(directory.resolve("build"));
        ServerBuild.apply(build, "datasource-postgresql.cli");
        ServerProcess server = new ServerProcess(network.server(), directory.resolve("server"), build).brief();
        Programs.write(server.data().resolve("server.properties"), postgres.properties());
        cluster = Cluster.start(network, directory, server);
        auditor = cluster.newUser("sptlog", "auditor", "nobody");
        auditor.login().succeeded();
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    private Command.Result verify(String... options) {
        return auditor.cli(java.util.stream.Stream.concat(
                                java.util.stream.Stream.of("audit", "verify"), java.util.stream.Stream.of(options))
                        .toArray(String[]::new))
                .run();
    }

    @Test
    @Order(1)
    void untouchedLogVerifiesAndItsEntriesAreProved() {
        Command.Result first = verify().succeeded();
        assertThat(first.out()).contains("The log is as it was written", "No head of it was kept before");
        Path head = auditor.home().resolve("head.json");
        assertThat(verify("--out", head.toString()).succeeded().out()).contains("1 heads kept");
        assertThat(verify("--head", head.toString()).succeeded().out()).contains("heads kept");

        JsonNode login = cluster.awaitAudit("--event=user.login", "--user=sptlog", "--limit=1")
                .get(0);
        String uid = login.get("uid").asText();
        assertThat(auditor.cli("audit", "prove", uid).run().succeeded().out())
                .contains("event " + uid + " is entry ", "which continues the one kept here", "user_name: sptlog");
        JsonNode issued = cluster.awaitAudit("--event=cert.issued", "--user=sptlog", "--limit=1")
                .get(0);
        String serial = issued.get("fields").get("serial").asText();
        JsonNode proof = auditor.json("audit", "prove", "--certificate", serial);
        assertThat(proof.get("entry").get("row").get("subject").asText()).isEqualTo("sptlog");
        assertThat(auditor.cli("audit", "prove", "--certificate", "1").run().exitCode())
                .isEqualTo(5);
    }

    @Test
    @Order(2)
    void everyColumnEditedInTheDatabaseIsFoundAndItsRowNamed() {
        String uid = postgres.rows("select uid from audit_event where event = 'user.login' order by seq limit 1")
                .getFirst()
                .getFirst();
        edited("audit_event", "uid", uid, "event " + uid + " ");
        String serial = postgres.rows("select serial from issued_certificate where subject = 'sptlog' limit 1")
                .getFirst()
                .getFirst();
        edited(
                "issued_certificate",
                "serial",
                serial,
                "certificate " + Long.toUnsignedString(Long.parseLong(serial)) + " ");
        verify().succeeded();
    }

    private void edited(String table, String key, String value, String named) {
        List<List<String>> columns = postgres.rows(
                "select column_name, data_type from information_schema.columns where table_name = '" + table + "'");
        assertThat(columns).hasSizeGreaterThan(8);
        for (List<String> column : columns) {
            String name = column.get(0);
            String type = column.get(1);
            String where = " where " + key + " = '" + value + "'";
            String old = postgres.rows("select " + name + " from " + table + where)
                    .getFirst()
                    .getFirst();
            String other = another(type);
            postgres.execute("update " + table + " set " + name + " = " + other + where);
            Command.Result result = verify();
            String back = name.equals(key) ? " where " + key + " = " + other : where;
            postgres.execute("update " + table + " set " + name + " = "
                    + (old == null ? "null" : "cast('" + old.replace("'", "''") + "' as " + type + ")") + back);
            assertThat(result.exitCode()).as(table + "." + name).isEqualTo(1);
            assertThat(result.out().lines()).as(table + "." + name).anyMatch(line -> line.startsWith(named));
        }
    }

    private static String another(String type) {
        return switch (type) {
            case "uuid" -> "cast('00000000-0000-4000-8000-000000000000' as uuid)";
            case "bigint" -> "424242";
            case "timestamp with time zone" -> "timestamp with time zone '2026-01-31 12:00:00.123457+00:00'";
            default -> "'another'";
        };
    }

    @Test
    @Order(3)
    void rowEditedTogetherWithItsLeafIsFoundByTheKeptHead() {
        String uid = postgres.rows("select uid from audit_event where event = 'user.login' order by seq limit 1")
                .getFirst()
                .getFirst();
        // as the row of another event: a hash that fits a row can be made by anybody
        String twin = postgres.rows("select uid from audit_event where event = 'cluster.init'")
                .getFirst()
                .getFirst();
        postgres.execute("update log_leaf set row_hash = (select row_hash from log_leaf where entry_id = '" + twin
                + "') where entry_id = '" + uid + "'");
        Command.Result result = verify();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("event " + uid, "entries are not those of the head kept from");
        assertThat(auditor.cli("audit", "prove", uid).run().exitCode()).isNotZero();
    }
}
