package org.sallyport.api.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.SallyportException;

class LockSpecTest {
    @Test
    void aTargetNeedsAPart() {
        assertThatThrownBy(() -> new LockTarget(null, null, null, null, null, null, null))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("spec.target needs at least one of user, role, login, node");
        assertThatThrownBy(() -> new LockSpec(null, "")).hasMessageContaining("spec.target");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "\u001b[2J"})
    void namesAndMessagesHaveNoControlCharactersAndNamesAreNotEmpty(String text) {
        assertThatThrownBy(() -> LockTarget.ofUser(text)).hasMessageContaining("spec.target.user");
        if (!text.isBlank()) {
            assertThatThrownBy(() -> new LockSpec(LockTarget.ofUser("ann"), text))
                    .hasMessageContaining("spec.message");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "+1", "007", "0x11", "18446744073709551616", "99999999999999999999", "ab:cd"})
    void aCertificateIsASerial(String text) {
        assertThatThrownBy(() -> new LockTarget(null, null, null, null, null, Optional.of(text), null))
                .hasMessageContaining("spec.target.certificate must be a serial");
    }

    @Test
    void serialsAreUnsigned64BitNumbers() {
        assertThat(LockTarget.ofCertificate(-1).certificate()).contains("18446744073709551615");
        assertThat(LockTarget.ofCertificate(-1).serial()).contains(-1L);
    }

    @Test
    void aTargetIsToldInWords() {
        assertThat(new LockTarget(Optional.of("ann"), null, Optional.of("root"), null, null, null, null).describe())
                .isEqualTo("user 'ann' with login 'root'");
        assertThat(LockTarget.ofNode("web 1").wherever()).isFalse();
        assertThat(LockTarget.ofRole("dev").wherever()).isTrue();
    }
}
