package org.sallyport.persistence.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** The databases the store runs on. */
public enum Vendor {
    H2,
    POSTGRESQL;

    /** Asks the database.
     *
     * @throws SallyportException STORE_UNAVAILABLE, or INVALID_CONFIG when it is another product */
    public static Vendor of(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            return switch (product) {
                case "H2" -> H2;
                case "PostgreSQL" -> POSTGRESQL;
                default ->
                    throw new SallyportException(
                            ErrorCode.INVALID_CONFIG,
                            "store: the datasource SallyportDS leads to " + product
                                    + ", which is not supported: use H2 or PostgreSQL");
            };
        } catch (SQLException e) {
            throw StoreFailures.unavailable(e);
        }
    }
}
