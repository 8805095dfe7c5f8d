package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.mfa.MfaChallengeRepository;
import org.sallyport.core.mfa.MfaChallengeRepository.Challenge;
import org.sallyport.core.mfa.MfaChallengeRepository.Purpose;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.mfa.MfaDeviceRepository;
import org.sallyport.core.mfa.RecoveryCodeRepository;

/** What every store of second factors does. Each test starts without any. */
public abstract class MfaRepositoriesContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    protected abstract MfaDeviceRepository devices();

    protected abstract RecoveryCodeRepository codes();

    protected abstract MfaChallengeRepository challenges();

    protected abstract Transactions transactions();

    @Test
    void devicesAreListedOldestFirstWithAllTheyAre() {
        MfaDevice phone = totp("id-2", "alice", "phone", NOW.plusSeconds(1));
        MfaDevice key = key("id-1", "alice", "key", "AAAA", NOW.plusSeconds(2));
        insert(key);
        insert(phone);
        insert(totp("id-3", "bob", "phone", NOW));

        assertThat(ofUser("alice"))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(phone, key);
        assertThat(ofUser("nobody")).isEmpty();
        assertThat(transactions()
                        .call(() -> devices().findByCredentialId("AAAA"))
                        .map(MfaDevice::id))
                .contains("id-1");
        assertThat(transactions().call(() -> devices().findByCredentialId("BBBB")))
                .isEmpty();
    }

    @Test
    void nameIsUniqueForAUserAndKeyForAll() {
        insert(key("id-1", "alice", "key", "AAAA", NOW));
        assertThat(refusal(totp("id-2", "alice", "key", NOW))).isEqualTo(ErrorCode.ALREADY_EXISTS);
        assertThat(refusal(key("id-3", "bob", "other", "AAAA", NOW))).isEqualTo(ErrorCode.ALREADY_EXISTS);
        insert(totp("id-4", "bob", "key", NOW));
    }

    @Test
    void usedDeviceIsReplaced() {
        MfaDevice phone = totp("id-1", "alice", "phone", NOW);
        insert(phone);
        MfaDevice after = phone.used(new MfaDevice.Totp(new byte[] {1, 0, -1}, 77), NOW.plusSeconds(5));
        transactions().run(() -> {
            assertThat(devices().ofUser("alice")).hasSize(1);
            devices().update(after);
            assertThat(devices().ofUser("alice").getFirst().lastUsed()).contains(NOW.plusSeconds(5));
        });
        assertThat(ofUser("alice"))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(after);
    }

    @Test
    void deviceIsDeletedByItsOwnerOnly() {
        insert(totp("id-1", "alice", "phone", NOW));
        assertThat(transactions().call(() -> devices().delete("bob", "id-1"))).isFalse();
        assertThat(transactions().call(() -> devices().delete("alice", "id-1"))).isTrue();
        assertThat(transactions().call(() -> devices().delete("alice", "id-1"))).isFalse();
        insert(totp("id-2", "alice", "phone", NOW));
        insert(totp("id-3", "bob", "phone", NOW));
        transactions().run(() -> devices().deleteOfUser("alice"));
        assertThat(ofUser("alice")).isEmpty();
        assertThat(ofUser("bob")).hasSize(1);
    }

    @Test
    void recoveryCodeCountsOnceAndNewOnesVoidTheOld() {
        transactions().run(() -> codes().replace("alice", List.of("a", "b")));
        transactions().run(() -> codes().replace("bob", List.of("c")));
        assertThat(consume("alice", "c")).isFalse();
        assertThat(consume("alice", "a")).isTrue();
        assertThat(consume("alice", "a")).isFalse();
        assertThat(transactions().call(() -> codes().count("alice"))).isEqualTo(1);
        transactions().run(() -> codes().replace("alice", List.of("d", "e", "f")));
        assertThat(consume("alice", "b")).isFalse();
        assertThat(transactions().call(() -> codes().count("alice"))).isEqualTo(3);
        transactions().run(() -> codes().deleteOfUser("alice"));
        assertThat(transactions().call(() -> codes().count("alice"))).isZero();
        assertThat(transactions().call(() -> codes().count("bob"))).isEqualTo(1);
    }

    @Test
    void ofRacingAnswersOneCounts() {
        Challenge challenge = new Challenge("hash", Purpose.LOGIN, "alice", "", new byte[] {5}, NOW);
        transactions().run(() -> challenges().insert(challenge));
        assertThat(transactions().call(() -> challenges().find("hash")).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(challenge);
        var outcomes = Race.run(4, i -> transactions().call(() -> challenges().consume("hash")));
        assertThat(outcomes)
                .filteredOn(o -> o.result().equals(Optional.of(true)))
                .hasSize(1);
        assertThat(transactions().call(() -> challenges().find("hash"))).isEmpty();
    }

    @Test
    void expiredChallengesAreDeleted() {
        transactions().run(() -> {
            challenges().insert(new Challenge("old", Purpose.PASSWORDLESS, "", "", new byte[0], NOW));
            challenges().insert(new Challenge("new", Purpose.CONFIRMATION, "bob", "s", new byte[0], NOW.plusMillis(1)));
        });
        assertThat(transactions().call(() -> challenges().deleteExpired(NOW))).isEqualTo(1);
        assertThat(transactions().call(() -> challenges().find("new"))).isPresent();
        transactions().run(() -> challenges().deleteOfUser("bob"));
        assertThat(transactions().call(() -> challenges().find("new"))).isEmpty();
    }

    private ErrorCode refusal(MfaDevice device) {
        return catchThrowableOfType(SallyportException.class, () -> insert(device))
                .code();
    }

    private void insert(MfaDevice device) {
        transactions().run(() -> devices().insert(device));
    }

    private boolean consume(String user, String hash) {
        return transactions().call(() -> codes().consume(user, hash));
    }

    private List<MfaDevice> ofUser(String user) {
        return transactions().call(() -> devices().ofUser(user));
    }

    private static MfaDevice totp(String id, String user, String name, Instant added) {
        return new MfaDevice(id, user, name, added, Optional.empty(), new MfaDevice.Totp(new byte[] {1, 0, -1}, 3));
    }

    private static MfaDevice key(String id, String user, String name, String credentialId, Instant added) {
        return new MfaDevice(
                id,
                user,
                name,
                added,
                Optional.of(NOW),
                new MfaDevice.WebAuthn(credentialId, new byte[] {9, -9}, "a.example", 4, true, List.of("usb", "nfc")));
    }
}
