package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.core.token.JoinTokenSecretRepository;
import org.sallyport.core.token.JoinTokenSecretRepository.TokenSecret;

/** What every {@link JoinTokenSecretRepository} does. Each test starts without secrets. */
public abstract class JoinTokenSecretRepositoryContract {
    protected abstract JoinTokenSecretRepository repository();

    protected abstract Transactions transactions();

    @Test
    void insertedSecretIsFoundUntilDeleted() {
        insert("edge");

        assertThat(find("edge")).contains(new TokenSecret("edge", "digest", 0));
        assertThat(find("other")).isEmpty();
        transactions().run(() -> repository().delete("edge"));
        assertThat(find("edge")).isEmpty();
        insert("edge");
    }

    @Test
    void usesAreCountedUpToTheirLimit() {
        insert("edge");

        assertThat(use("edge", Optional.of(2))).isTrue();
        assertThat(use("edge", Optional.of(2))).isTrue();
        assertThat(use("edge", Optional.of(2))).isFalse();
        assertThat(find("edge").orElseThrow().uses()).isEqualTo(2);
    }

    @Test
    void withoutALimitUsesAreOnlyCounted() {
        insert("edge");

        for (int i = 0; i < 5; i++) {
            assertThat(use("edge", Optional.empty())).isTrue();
        }
        assertThat(find("edge").orElseThrow().uses()).isEqualTo(5);
    }

    @Test
    void unknownTokenCannotBeUsed() {
        assertThat(use("nothing", Optional.empty())).isFalse();
        assertThat(use("nothing", Optional.of(3))).isFalse();
    }

    @Test
    void racingJoinsGetNoMoreThanTheLimit() {
        insert("edge");
        var outcomes = Race.run(8, i -> use("edge", Optional.of(3)));

        assertThat(outcomes)
                .filteredOn(o -> o.result().equals(Optional.of(true)))
                .hasSize(3);
        assertThat(outcomes)
                .filteredOn(o -> o.result().equals(Optional.of(false)))
                .hasSize(5);
        assertThat(find("edge").orElseThrow().uses()).isEqualTo(3);
    }

    private void insert(String token) {
        transactions().run(() -> repository().insert(new TokenSecret(token, "digest", 0)));
    }

    private boolean use(String token, Optional<Integer> max) {
        return transactions().call(() -> repository().tryUse(token, max));
    }

    private Optional<TokenSecret> find(String token) {
        return transactions().call(() -> repository().find(token));
    }
}
