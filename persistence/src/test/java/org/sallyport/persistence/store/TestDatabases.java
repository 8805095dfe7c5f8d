package org.sallyport.persistence.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGPoolingDataSource;

/** The two databases, as a server would use them. */
public final class TestDatabases {
    private TestDatabases() {}

    /** A file, written through at every commit: H2's default would lose half a second of commits when it is killed. */
    public static JdbcConnectionPool h2(Path directory) {
        return h2(directory, ";WRITE_DELAY=0");
    }

    static JdbcConnectionPool h2(Path directory, String options) {
        JdbcConnectionPool pool = JdbcConnectionPool.create(
                "jdbc:h2:file:" + directory.resolve("sallyport") + ";LOCK_TIMEOUT=10000" + options, "sallyport", "");
        pool.setMaxConnections(20);
        return pool;
    }

    public static EmbeddedPostgres postgres() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The driver's own small pool, so that no test depends on one of a server. */
    @SuppressWarnings("deprecation")
    public static DataSource pooled(EmbeddedPostgres postgres) {
        PGPoolingDataSource pool = new PGPoolingDataSource();
        pool.setServerNames(new String[] {"localhost"});
        pool.setPortNumbers(new int[] {postgres.getPort()});
        pool.setDatabaseName("postgres");
        pool.setUser("postgres");
        pool.setMaxConnections(20);
        return pool;
    }
}
