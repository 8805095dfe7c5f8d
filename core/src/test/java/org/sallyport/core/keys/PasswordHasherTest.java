package org.sallyport.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

class PasswordHasherTest {
    private final PasswordHasher hasher = new PasswordHasher();

    @Test
    void verifiesTheRightPasswordOnly() {
        String hash = hasher.hash(new Secret("correct horse battery"));
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hasher.verify(new Secret("correct horse battery"), hash)).isTrue();
        assertThat(hasher.verify(new Secret("correct horse batterz"), hash)).isFalse();
        assertThat(hasher.verify(new Secret(""), hash)).isFalse();
        assertThat(hasher.hash(new Secret("correct horse battery"))).isNotEqualTo(hash);
    }

    @Test
    void verifiesHashesOfTheReferenceImplementation() {
        // known answer: echo -n password | argon2 somesalt -id -t 2 -m 8 -p 1 (phc-winner-argon2)
        assertThat(hasher.verify(
                        new Secret("password"),
                        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"))
                .isTrue();
    }

    @Test
    void inputIsBounded() {
        String hash = hasher.hash(new Secret("a".repeat(128)));
        assertThat(hasher.verify(new Secret("a".repeat(129)), hash)).isFalse();
        assertThatThrownBy(() -> hasher.hash(new Secret("a".repeat(129))))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WEAK_PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$argon2id$v=19$m=999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=99,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
            })
    void foreignOrExpensiveHashesAreRefused(String hash) {
        assertThatThrownBy(() -> hasher.verify(new Secret("password"), hash))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
    }
}
