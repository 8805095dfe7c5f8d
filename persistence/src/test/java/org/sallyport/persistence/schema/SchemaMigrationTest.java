package org.sallyport.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.persistence.store.StoreDatabase;
import org.sallyport.persistence.store.TestDatabases;
import org.sallyport.persistence.store.Vendor;

/** Schemas come up from nothing, once, whoever else is at it. */
class SchemaMigrationTest {
    private static final int SCRIPTS = 10;

    @Test
    void everyScriptOfTheArchiveIsNamedAndNoOther() throws IOException, URISyntaxException {
        Path folder = Path.of(MigrationScripts.class
                .getClassLoader()
                .getResource(MigrationScripts.FOLDER)
                .toURI());
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> present = files.filter(Files::isRegularFile)
                    .map(file -> MigrationScripts.FOLDER + folder.relativize(file))
                    .toList();
            List<String> named = Arrays.stream(Vendor.values())
                    .flatMap(MigrationScripts::paths)
                    .distinct()
                    .toList();
            assertThat(named).containsExactlyInAnyOrderElementsOf(present);
        }
    }

    @Test
    void nodesStartingTogetherOnPostgresMigrateOnce() throws Exception {
        try (EmbeddedPostgres postgres = TestDatabases.postgres()) {
            migrateTogether(TestDatabases.pooled(postgres), 3);
        }
    }

    @Test
    void startingAgainOnH2ChangesNothing(@TempDir Path directory) throws Exception {
        JdbcConnectionPool pool = TestDatabases.h2(directory);
        try {
            migrateTogether(pool, 2);
        } finally {
            pool.dispose();
        }
    }

    @Test
    void oneTimeCodeSecretBecomesADeviceOnPostgres() throws Exception {
        try (EmbeddedPostgres postgres = TestDatabases.postgres()) {
            secretBecomesADevice(Vendor.POSTGRESQL, TestDatabases.pooled(postgres));
        }
    }

    @Test
    void oneTimeCodeSecretBecomesADeviceOnH2(@TempDir Path directory) throws Exception {
        JdbcConnectionPool pool = TestDatabases.h2(directory);
        try {
            secretBecomesADevice(Vendor.H2, pool);
        } finally {
            pool.dispose();
        }
    }

    private static void secretBecomesADevice(Vendor vendor, DataSource dataSource) throws SQLException {
        FlywayStoreMigration.configured(vendor, dataSource).target("2").load().migrate();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into credential values ('alice', 'hash', "
                    + (vendor == Vendor.H2 ? "X'0102'" : "'\\x0102'") + ", 55, 2, null)");
            statement.execute("insert into credential values ('bob', 'hash', "
                    + (vendor == Vendor.H2 ? "X'03'" : "'\\x03'") + ", 56, 0, null)");
        }
        new FlywayStoreMigration(new StoreDatabase(dataSource)).migrate();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            ResultSet devices = statement.executeQuery(
                    "select user_name, kind, sealed_secret, last_step, id from mfa_device order by user_name");
            assertThat(devices.next()).isTrue();
            assertThat(devices.getString(1)).isEqualTo("alice");
            assertThat(devices.getString(2)).isEqualTo("totp");
            assertThat(devices.getBytes(3)).containsExactly(1, 2);
            assertThat(devices.getLong(4)).isEqualTo(55);
            String first = devices.getString(5);
            assertThat(devices.next()).isTrue();
            assertThat(devices.getString(5)).hasSize(36).isNotEqualTo(first);
            ResultSet failures = statement.executeQuery("select user_name, failures from login_failure");
            assertThat(failures.next()).isTrue();
            assertThat(failures.getString(1)).isEqualTo("alice");
            assertThat(failures.getInt(2)).isEqualTo(2);
            assertThat(failures.next()).isFalse();
        }
    }

    @Test
    void recordingsFromBeforeProxiesRecordedAreThoseOfAgentsOnPostgres() throws Exception {
        try (EmbeddedPostgres postgres = TestDatabases.postgres()) {
            recordingsAreOfAgents(Vendor.POSTGRESQL, TestDatabases.pooled(postgres));
        }
    }

    @Test
    void recordingsFromBeforeProxiesRecordedAreThoseOfAgentsOnH2(@TempDir Path directory) throws Exception {
        JdbcConnectionPool pool = TestDatabases.h2(directory);
        try {
            recordingsAreOfAgents(Vendor.H2, pool);
        } finally {
            pool.dispose();
        }
    }

    private static void recordingsAreOfAgents(Vendor vendor, DataSource dataSource) throws SQLException {
        FlywayStoreMigration.configured(vendor, dataSource).target("31").load().migrate();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into recording (session_id, host_id, node, user_name, login, address, kind, command,"
                            + " mode, term_cols, term_rows, started_at, last_upload_at, state, segments, bytes, digest)"
                            + " values ('s', 'h', 'web1', 'ann', 'root', '', 'shell', '', 'node', 80, 24,"
                            + " current_timestamp, current_timestamp, 'live', 0, 0, '')");
        }
        new FlywayStoreMigration(new StoreDatabase(dataSource)).migrate();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select recorder from recording")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEmpty();
        }
    }

    @Test
    void unreachableDatabaseIsToldAsSuch(@TempDir Path directory) {
        JdbcDataSource absent = new JdbcDataSource();
        absent.setURL("jdbc:h2:file:" + directory.resolve("absent") + ";IFEXISTS=TRUE");

        SallyportException refusal = catchThrowableOfType(
                SallyportException.class, () -> new FlywayStoreMigration(new StoreDatabase(absent)).migrate());
        assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(refusal.userMessage()).contains("SallyportDS");
    }

    @Test
    void foreignTablesAreLeftAloneAndToldOf(@TempDir Path directory) throws SQLException {
        JdbcConnectionPool pool = TestDatabases.h2(directory);
        try {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table resource (id int)");
            }
            SallyportException refusal = catchThrowableOfType(
                    SallyportException.class, () -> new FlywayStoreMigration(new StoreDatabase(pool)).migrate());
            assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
            assertThat(refusal.details()).contains("non-empty schema");
        } finally {
            pool.dispose();
        }
    }

    private static void migrateTogether(DataSource dataSource, int nodes) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(nodes)) {
            Callable<Void> node = () -> {
                new FlywayStoreMigration(new StoreDatabase(dataSource)).migrate();
                return null;
            };
            for (Future<Void> done :
                    threads.invokeAll(Stream.generate(() -> node).limit(nodes).toList())) {
                done.get();
            }
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*), (select count(*) from revision_counter) from \"schema_history\""
                                + " where \"version\" is not null and \"success\" = true")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(SCRIPTS);
            assertThat(rows.getInt(2)).isEqualTo(1);
        }
    }
}
