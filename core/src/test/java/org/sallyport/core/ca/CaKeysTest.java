package org.sallyport.core.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.RotationPhase;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.identity.Trust;

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
    void keysStoredBeforeRotationExistedAreRead() throws Exception {
        CaKeySet.Document keys = cluster.host.active().getFirst().document();
        byte[] first = new ObjectMapper()
                .writeValueAsBytes(Map.of(
                        "v",
                        1,
                        "type",
                        "host",
                        "ssh",
                        List.of(keys.ssh()),
                        "x509",
                        List.of(Map.of("key", keys.x509(), "certificate", keys.certificate()))));
        CaKeys read = CaKeys.decode(first);
        assertThat(read.authority()).isEqualTo(cluster.host.authority());
        assertThat(read.phase()).isEqualTo(RotationPhase.STANDBY);
        CaFixture.signed(read, cluster.hostDraft());
    }

    @Test
    void keysInAModuleAreEcdsaAndSignOnlyWhereTheModuleIs() {
        MemoryModule module = new MemoryModule("server-a");
        CaKeys held = CaKeys.of(CaType.USER, CaKeySet.generate(CaType.USER, "test", cluster.clock, module));
        assertThat(new String(held.encode(), StandardCharsets.UTF_8)).doesNotContain("PRIVATE KEY");
        CaKeys again = CaKeys.decode(held.encode(), Optional.of(module));
        Trust trust = new Trust(1, CaFixture.CLUSTER, List.of(held.authority()), Set.of());
        assertThat(held.authority().sshPublicKeys().getFirst()).startsWith("ecdsa-sha2-nistp256 ");
        new SshCertificateChecker(cluster.clock)
                .checkLogin(CaFixture.signed(again, cluster.userDraft()), "root", trust, CaFixture.ADDRESS);

        CaKeys elsewhere = CaKeys.decode(held.encode(), Optional.of(new MemoryModule("server-b")));
        assertThat(elsewhere.authority()).isEqualTo(held.authority());
        assertThatThrownBy(() -> elsewhere.sign(cluster.userDraft().template())).hasMessageContaining("server-a");
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
