package org.sallyport.tests.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real PostgreSQL that can be stopped and started with its data. It listens on this machine's loopback; a relay lends
 * it to the loopback of the server's host, which cannot reach another one.
 */
public final class PostgresProcess implements AutoCloseable {
    private static final int RELAYED = 15432;

    private final Host server;
    private final Path directory;
    private EmbeddedPostgres postgres;
    /** 0 before the first start: any that is free. */
    private int port;

    private Process relay;

    public PostgresProcess(Host server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    /** The properties of {@code server.properties} by which the server finds it. */
    public String properties() {
        return """
                sallyport.db.url=jdbc:postgresql://127.0.0.1:%d/postgres
                sallyport.db.user=postgres
                sallyport.db.password=%s
                """.formatted(RELAYED, java.util.UUID.randomUUID());
    }

    public PostgresProcess start() {
        try {
            Path sockets = Files.createDirectories(directory.resolve("socket"));
            postgres = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(directory.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setServerConfig("unix_socket_directories", sockets.toString())
                    .start();
            port = postgres.getPort();
            if (relay == null) {
                relay = server.command(
                                "socat",
                                "TCP-LISTEN:" + RELAYED + ",bind=127.0.0.1,reuseaddr,fork",
                                "UNIX-CONNECT:" + sockets.resolve(".s.PGSQL." + postgres.getPort()))
                        .start(directory.resolve("relay.log"));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As somebody would who has got at the database. */
    public void execute(String statement) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement executed = connection.createStatement()) {
            executed.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(statement, e);
        }
    }

    /** The rows of an answer, as text; null is null. */
    public List<List<String>> rows(String query) {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            while (answer.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
                    row.add(answer.getString(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    /** A fast shutdown: transactions are rolled back, connections closed. */
    public void stop() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        relay.descendants().forEach(ProcessHandle::destroy);
        relay.destroy();
        Await.until("the relay has ended", Duration.ofSeconds(10), () -> !relay.isAlive(), () -> "still there");
    }
}
