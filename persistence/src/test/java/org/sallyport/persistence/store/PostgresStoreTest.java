package org.sallyport.persistence.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The ports' contracts on a real PostgreSQL. */
class PostgresStoreTest extends JpaStoreContracts {
    private static EmbeddedPostgres postgres;
    private static TestStore store;

    @BeforeAll
    static void open() {
        postgres = TestDatabases.postgres();
        store = new TestStore(TestDatabases.pooled(postgres));
    }

    @AfterAll
    static void close() throws IOException {
        store.close();
        postgres.close();
    }

    @Override
    protected TestStore store() {
        return store;
    }
}
