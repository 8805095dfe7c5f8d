package org.sallyport.core.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

class CaKeysTest {
    private final CaFixture cluster = new CaFixture();

    @Test
    void keysSurviveTheirEncodingAndStillSign() {
        CaKeys read = CaKeys.decode(cluster.user.encode());
        assertThat(read.type()).isEqualTo(CaType.USER);
        assertThat(read.authority()).isEqualTo(cluster.user.authority());
        SshCertificateChecker checker = new SshCertificateChecker(cluster.clock);
        checker.checkLogin(CaFixture.signed(read, cluster.userDraft()), "root", cluster.trust(), CaFixture.ADDRESS);
    }

    @Test
    void damagedKeysAreRefusedWithoutQuotingThem() {
        byte[] damaged = new String(cluster.user.encode(), StandardCharsets.UTF_8)
                .replace("PRIVATE", "PRIVAT")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> CaKeys.decode(damaged)).isInstanceOfSatisfying(SallyportException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(e.details() + e.getMessage()).doesNotContain("BEGIN");
        });
        assertThat(cluster.user.toString()).isEqualTo("CaKeys[user]");
    }

    @Test
    void eachCaSignsItsSortOnly() {
        assertNotSigned(() -> cluster.user.sign(cluster.agentDraft().template()));
        assertNotSigned(() -> cluster.user.sign(cluster.hostDraft().template()));
        assertNotSigned(() -> cluster.host.sign(cluster.userDraft().template()));
        assertNotSigned(() -> cluster.user.sign(cluster.agentTemplate()));
        assertNotSigned(() -> cluster.user.sign(cluster.serverTemplate()));
    }

    private static void assertNotSigned(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(SallyportException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.CERTIFICATE_WRONG_TYPE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,b", "a b", "a\nb", "a\u0000b", "a\u0007"})
    void principalsThatOpenSshWouldReadDifferentlyAreRefused(String principal) {
        CaFixture.Draft draft = cluster.userDraft();
        draft.principals = List.of("root", principal);
        assertThatThrownBy(draft::template).hasMessageContaining("principal");
    }

    @Test
    void emptyPrincipalListZeroSerialAndBackwardsValidityAreRefused() {
        CaFixture.Draft none = cluster.userDraft();
        none.principals = List.of();
        assertThatThrownBy(none::template).hasMessageContaining("0 principals");
        CaFixture.Draft zero = cluster.userDraft();
        zero.serial = 0;
        assertThatThrownBy(zero::template).hasMessageContaining("serial");
        CaFixture.Draft backwards = cluster.userDraft();
        backwards.notAfter = backwards.notBefore;
        assertThatThrownBy(backwards::template).hasMessageContaining("end before");
    }
}
