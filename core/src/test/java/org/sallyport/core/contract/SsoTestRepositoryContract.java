package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.core.sso.SsoTestRepository;
import org.sallyport.core.sso.SsoTestRepository.PendingTest;

/** What every {@link SsoTestRepository} does. Each test starts without tests of connectors. */
public abstract class SsoTestRepositoryContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    protected abstract SsoTestRepository repository();

    protected abstract Transactions transactions();

    @Test
    void firstOutcomeCounts() {
        PendingTest test = new PendingTest("t1", "corp", "admin", NOW.plusSeconds(60), Optional.empty());
        transactions().run(() -> repository().insert(test));

        assertThat(transactions().call(() -> repository().find("t1", NOW))).contains(test);
        assertThat(transactions().call(() -> repository().finish("t1", "{\"a\":1}")))
                .isTrue();
        assertThat(transactions().call(() -> repository().finish("t1", "{\"a\":2}")))
                .isFalse();
        assertThat(transactions().call(() -> repository().finish("t2", "{}"))).isFalse();
        assertThat(transactions()
                        .call(() -> repository().find("t1", NOW))
                        .orElseThrow()
                        .outcome())
                .contains("{\"a\":1}");
    }

    @Test
    void expiredTestIsNeitherFoundNorKept() {
        transactions().run(() -> repository().insert(new PendingTest("t1", "corp", "admin", NOW, Optional.empty())));

        assertThat(transactions().call(() -> repository().find("t1", NOW))).isEmpty();
        assertThat(transactions().call(() -> repository().deleteExpired(NOW))).isEqualTo(1);
    }
}
