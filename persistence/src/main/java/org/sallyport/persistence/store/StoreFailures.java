package org.sallyport.persistence.store;

import jakarta.persistence.EntityExistsException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** What the database's answers mean, by SQLSTATE (ISO 9075; PostgreSQL appendix A; H2 ErrorCode). */
public final class StoreFailures {
    private StoreFailures() {}

    static SallyportException translate(PersistenceException failure, String what) {
        Optional<SQLException> answer = sqlException(failure);
        String state = answer.map(SQLException::getSQLState).orElse("");
        String details = answer.map(Throwable::toString).orElse(failure.toString());
        if (state.equals("23505") || failure instanceof EntityExistsException) {
            return new SallyportException(
                    ErrorCode.ALREADY_EXISTS, "store: " + what + " exists already", details, failure);
        }
        if (answer.filter(StoreFailures::isConnectionLost).isPresent()) {
            return unavailable(failure);
        }
        if (isContention(state)) {
            return new SallyportException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "store: others hold what this change needs: try again",
                    details,
                    failure);
        }
        return new SallyportException(
                ErrorCode.INTERNAL, "store: the database refused a statement: see the server's log", details, failure);
    }

    public static SallyportException unavailable(Throwable cause) {
        return new SallyportException(
                ErrorCode.STORE_UNAVAILABLE,
                "store: the database does not answer: try again, and check the datasource SallyportDS if it stays so",
                cause.toString(),
                cause);
    }

    private static Optional<SQLException> sqlException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException answer) {
                return Optional.of(answer);
            }
        }
        return Optional.empty();
    }

    private static boolean isConnectionLost(SQLException answer) {
        String state = answer.getSQLState();
        if (state == null) {
            // the container's connection pool: none to be had
            return true;
        }
        return answer instanceof SQLTransientConnectionException
                || answer instanceof SQLNonTransientConnectionException
                || answer instanceof SQLRecoverableException
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("900");
    }

    /** Serialisation failure, deadlock, lock not available, H2's lock time-out. */
    private static boolean isContention(String state) {
        return state.startsWith("40") || state.equals("55P03") || state.equals("HYT00");
    }
}
