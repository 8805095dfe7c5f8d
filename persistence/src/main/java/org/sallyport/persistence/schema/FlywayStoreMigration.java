package org.sallyport.persistence.schema;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.cluster.StoreMigration;
import org.sallyport.persistence.store.StoreDatabase;
import org.sallyport.persistence.store.StoreLog;
import org.sallyport.persistence.store.Vendor;

/**
 * Must run outside a JTA transaction: Flyway commits by itself. Nodes that start together wait for one another on
 * Flyway's lock, and those that come second find nothing left to do.
 */
@ApplicationScoped
public class FlywayStoreMigration implements StoreMigration {
    /** Seconds to wait for another node's migration. */
    private static final int LOCK_RETRIES = 600;

    private StoreDatabase database;

    /** For the container's proxy. */
    protected FlywayStoreMigration() {}

    @Inject
    public FlywayStoreMigration(StoreDatabase database) {
        this.database = database;
    }

    @Override
    public void migrate() {
        Vendor vendor = database.vendor();
        try {
            Flyway flyway = configured(vendor, database.dataSource()).load();
            MigrateResult result = flyway.migrate();
            MigrationInfo current = flyway.info().current();
            StoreLog.LOG.schemaReady(
                    vendor, current == null ? "0" : current.getVersion().getVersion(), result.migrationsExecuted);
        } catch (FlywayException e) {
            throw new SallyportException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "store: the schema could not be brought to this version: see the server's log, repair the cause"
                            + " and start again",
                    e.getMessage(),
                    e);
        }
    }

    static FluentConfiguration configured(Vendor vendor, DataSource dataSource) {
        return Flyway.configure(FlywayStoreMigration.class.getClassLoader())
                .dataSource(dataSource)
                .resourceProvider(new MigrationScripts(vendor))
                .javaMigrationClassProvider(List::of)
                .table("schema_history")
                .lockRetryCount(LOCK_RETRIES)
                .cleanDisabled(true);
    }
}
