package org.sallyport.persistence.store;

import java.nio.file.Path;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The ports' contracts on an H2 file. */
class H2StoreTest extends JpaStoreContracts {
    @TempDir
    private static Path directory;

    private static JdbcConnectionPool pool;
    private static TestStore store;

    @BeforeAll
    static void open() {
        pool = TestDatabases.h2(directory);
        store = new TestStore(pool);
    }

    @AfterAll
    static void close() {
        store.close();
        pool.dispose();
    }

    @Override
    protected TestStore store() {
        return store;
    }
}
