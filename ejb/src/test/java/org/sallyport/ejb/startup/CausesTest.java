package org.sallyport.ejb.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class CausesTest {
    @Test
    void theDriversWordsCountMoreThanWhatIsBelowThem() {
        SQLException driver = new SQLException("db:5432 refused", "08001", new ConnectException("refused"));
        SQLException pool = new SQLException("no connection", new IllegalStateException("pool", driver));
        assertThat(Causes.of(new IllegalStateException("store away", pool))).isEqualTo("store away <- db:5432 refused");
    }

    @Test
    void withoutADatabaseItIsTheRoot() {
        assertThat(Causes.of(new IllegalStateException("outer", new IllegalStateException("a", new Exception("b")))))
                .isEqualTo("outer <- b");
        assertThat(Causes.of(new IllegalStateException("alone"))).isEqualTo("alone");
    }
}
