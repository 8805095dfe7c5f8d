package org.sallyport.persistence.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.sallyport.core.contract.Transactions;
import org.sallyport.persistence.schema.FlywayStoreMigration;

/** The store as the container would hold it: migrated, with one entity manager per transaction and thread. */
public final class TestStore implements Transactions, AutoCloseable {
    private static final List<String> TABLES = List.of(
            "resource",
            "resource_change",
            "cluster_identity",
            "certificate_authority",
            "issued_certificate",
            "credential",
            "mfa_device",
            "recovery_code",
            "mfa_challenge",
            "login_failure",
            "invite",
            "login_session",
            "login_request",
            "sso_test",
            "sso_assertion",
            "recording_segment",
            "recording",
            "recording_key",
            "join_token_secret",
            "audit_event",
            "log_pending",
            "log_leaf",
            "log_node",
            "log_key",
            "log_backfill");

    private final DataSource dataSource;
    private final StoreDatabase database;
    private final EntityManagerFactory factory;

    @SuppressWarnings("ThreadLocalUsage") // each store has its own, and lives as long as its test class
    private final ThreadLocal<EntityManager> current = new ThreadLocal<>();

    public TestStore(DataSource dataSource) {
        this.dataSource = dataSource;
        this.database = new StoreDatabase(dataSource);
        // the unit comes first, as in the container
        this.factory = Persistence.createEntityManagerFactory(
                "sallyport",
                Map.of(
                        "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                        "jakarta.persistence.nonJtaDataSource", dataSource,
                        "hibernate.transaction.coordinator_class", "jdbc"));
        new FlywayStoreMigration(database).migrate();
    }

    public StoreDatabase database() {
        return database;
    }

    /** Like the container's injected entity manager, it leads to the one of the running transaction. */
    public StoreSession session() {
        return new StoreSession((EntityManager) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EntityManager.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(current.get(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Override
    public <T> T call(Supplier<T> work) {
        try (EntityManager entities = factory.createEntityManager()) {
            EntityTransaction transaction = entities.getTransaction();
            transaction.begin();
            current.set(entities);
            try {
                T result = work.get();
                transaction.commit();
                return result;
            } catch (RuntimeException | Error e) {
                rollBack(transaction, e);
                throw e;
            } finally {
                current.remove();
            }
        }
    }

    private static void rollBack(EntityTransaction transaction, Throwable cause) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (PersistenceException e) {
            cause.addSuppressed(e);
        }
    }

    public void clear() throws SQLException {
        for (String table : TABLES) {
            execute("delete from " + table);
        }
        execute("update log_head set tree_size = 0, frontier = '', signed_size = null");
        execute("alter sequence audit_event_seq restart with 1");
    }

    public void execute(String statement) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }

    /** The first column of the first row. */
    public String value(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            if (!row.next()) {
                throw new AssertionError("no row: " + query);
            }
            return row.getString(1);
        }
    }

    /** A table's columns and their types, as the database tells them. */
    public Map<String, String> columns(String table) throws SQLException {
        Map<String, String> columns = new TreeMap<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select column_name, data_type from information_schema.columns where lower(table_name) = ?")) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
                }
            }
        }
        return columns;
    }

    @Override
    public void close() {
        factory.close();
    }
}
