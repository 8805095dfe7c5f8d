package org.sallyport.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CredentialTest {
    @Test
    void bearerTokenIsTakenWhateverTheCaseOfTheScheme() {
        Credential credential = Credential.of("bEARER  abc ", null).orElseThrow();
        assertThat(credential.token().reveal()).isEqualTo("abc");
        assertThat(credential.ambient()).isFalse();
    }

    @Test
    void cookieIsAmbient() {
        assertThat(Credential.of(null, "abc").orElseThrow().ambient()).isTrue();
    }

    @Test
    void bearerTokenWinsOverTheCookie() {
        assertThat(Credential.of("Bearer abc", "other").orElseThrow().token().reveal())
                .isEqualTo("abc");
    }

    @Test
    void otherSchemesAreNoCredentialEvenWithACookie() {
        assertThat(Credential.of("Basic YTpi", "abc")).isEmpty();
    }

    @Test
    void nothingEmptyAndOversizedAreNoCredential() {
        assertThat(Credential.of(null, null)).isEmpty();
        assertThat(Credential.of("Bearer ", null)).isEmpty();
        assertThat(Credential.of(null, "x".repeat(513))).isEmpty();
    }

    @Test
    void tokenIsNotPrinted() {
        assertThat(Credential.of("Bearer hush", null).orElseThrow().toString()).doesNotContain("hush");
    }
}
