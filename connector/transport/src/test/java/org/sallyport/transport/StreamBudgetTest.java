package org.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamBudgetTest {
    private final StreamBudget budget = new StreamBudget(1600, 50, 100);

    @Test
    void grantsSmallerWindowsAsItFillsAndNoneWhenItIsFull() {
        assertThat(budget.reserve()).hasValue(100);
        long last = 100;
        int streams = 1;
        for (var next = budget.reserve(); next.isPresent(); next = budget.reserve()) {
            assertThat(next.getAsLong()).isBetween(50L, last);
            last = next.getAsLong();
            streams++;
        }
        assertThat(last).isEqualTo(50);
        assertThat(streams).isBetween(10, 16);
        assertThat(budget.reserved()).isLessThanOrEqualTo(1600);
    }

    @Test
    void letsOneStreamGrowByAPartOfWhatIsFree() {
        assertThat(budget.more(100)).isEqualTo(100);
        assertThat(budget.more(10_000)).isEqualTo(375);
        assertThat(budget.more(0)).isZero();
        budget.give(475);
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void letsNobodyGrowWhenItIsFull() {
        while (budget.reserve().isPresent()) {
            continue;
        }
        assertThat(budget.more(1000)).isLessThan(100);
        assertThat(budget.reserved()).isLessThanOrEqualTo(1600);
    }
}
