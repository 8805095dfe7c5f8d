package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.sso.UsedAssertionRepository;

/** What every {@link UsedAssertionRepository} does. Each test starts without used assertions. */
public abstract class UsedAssertionRepositoryContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    protected abstract UsedAssertionRepository repository();

    protected abstract Transactions transactions();

    @Test
    void assertionIsGoodOnce() {
        use("a", NOW.plusSeconds(60));
        use("b", NOW.plusSeconds(60));

        assertThatThrownBy(() -> use("a", NOW.plusSeconds(90)))
                .isInstanceOfSatisfying(SallyportException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ErrorCode.ALREADY_EXISTS));
    }

    @Test
    void whatHasExpiredIsForgotten() {
        use("a", NOW);
        use("b", NOW.plusSeconds(1));

        assertThat(transactions().call(() -> repository().deleteExpired(NOW))).isEqualTo(1);
        use("a", NOW.plusSeconds(60));
        assertThatThrownBy(() -> use("b", NOW.plusSeconds(60))).isInstanceOf(SallyportException.class);
    }

    private void use(String id, Instant expires) {
        transactions().run(() -> repository().insert(id, expires));
    }
}
