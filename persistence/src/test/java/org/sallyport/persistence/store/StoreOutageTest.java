package org.sallyport.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.persistence.resource.JpaResourceRepository;

/** A database that goes away is told as that. */
class StoreOutageTest {
    @Test
    void databaseStoppedWithinATransactionIsStoreUnavailable() throws IOException {
        EmbeddedPostgres postgres = TestDatabases.postgres();
        try (TestStore store = new TestStore(TestDatabases.pooled(postgres))) {
            JpaResourceRepository repository = new JpaResourceRepository(store.session());
            store.run(() -> {
                repository.currentRevision();
                stop(postgres);
                SallyportException refusal = catchThrowableOfType(
                        SallyportException.class, () -> repository.find(ResourceKind.USER, "alice", Instant.EPOCH));
                assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
                throw new Over();
            });
        } catch (Over expected) {
            assertThat(expected).isNotNull();
        } finally {
            postgres.close();
        }
    }

    private static void stop(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the transaction without a commit, which a stopped database could not answer. */
    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
