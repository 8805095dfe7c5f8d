package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sallyport.core.issue.IssuedCertificateRepository;
import org.sallyport.core.issue.IssuedCertificateRepository.IssuedCertificate;

/** What every {@link IssuedCertificateRepository} does. Each test starts without certificates. */
public abstract class IssuedCertificateRepositoryContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant END = NOW.plusSeconds(3600);

    protected abstract IssuedCertificateRepository repository();

    protected abstract Transactions transactions();

    @Test
    void revokedSerialsAreListedUntilTheCertificateEnds() {
        insert(1);
        insert(2);

        assertThat(revoke(1)).isTrue();
        assertThat(revoked(NOW)).containsExactly(1L);
        assertThat(revoked(END.minusMillis(1))).containsExactly(1L);
        assertThat(revoked(END)).isEmpty();
    }

    @Test
    void serialsUseAll64Bits() {
        long top = Long.parseUnsignedLong("18446744073709551615");
        long high = Long.parseUnsignedLong("9223372036854775809");
        insert(top);
        insert(high);

        assertThat(revoke(top)).isTrue();
        assertThat(revoke(high)).isTrue();
        assertThat(revoked(NOW)).isEqualTo(Set.of(top, high));
    }

    @Test
    void unknownSerialCannotBeRevoked() {
        assertThat(revoke(77)).isFalse();
        assertThat(revoked(NOW)).isEmpty();
    }

    @Test
    void revokingAgainIsHarmless() {
        insert(5);

        assertThat(revoke(5)).isTrue();
        assertThat(revoke(5)).isTrue();
        assertThat(revoked(NOW)).containsExactly(5L);
    }

    @Test
    void certificateIsRevocableInTheTransactionThatStoresIt() {
        transactions().run(() -> {
            repository().insert(certificate(9));
            assertThat(repository().revoke(9, NOW, "at once")).isTrue();
            assertThat(repository().revokedSerials(NOW)).containsExactly(9L);
        });
    }

    private void insert(long serial) {
        transactions().run(() -> repository().insert(certificate(serial)));
    }

    private boolean revoke(long serial) {
        return transactions().call(() -> repository().revoke(serial, NOW, "laptop lost"));
    }

    private Set<Long> revoked(Instant now) {
        return transactions().call(() -> repository().revokedSerials(now));
    }

    private static IssuedCertificate certificate(long serial) {
        return new IssuedCertificate(
                serial, "ssh-user", "alice", List.of("root", "a,b\n\"c\""), NOW, END, "ssh-ed25519-cert AAAA");
    }
}
