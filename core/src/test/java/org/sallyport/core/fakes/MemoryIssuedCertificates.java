package org.sallyport.core.fakes;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.issue.IssuedCertificateRepository;

/** {@link IssuedCertificateRepository} in memory. */
public final class MemoryIssuedCertificates implements IssuedCertificateRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<Long, IssuedCertificate> certificates;
    private final MemoryStore.Table<Long, String> revoked;

    public MemoryIssuedCertificates(MemoryStore store) {
        this.store = store;
        this.certificates = store.table();
        this.revoked = store.table();
    }

    @Override
    public void insert(IssuedCertificate certificate) {
        store.run(() -> {
            if (certificates.rows().putIfAbsent(certificate.serial(), certificate) != null) {
                throw MemoryStore.refusal(ErrorCode.ALREADY_EXISTS, "this serial is taken");
            }
        });
    }

    @Override
    public boolean revoke(long serial, Instant when, String reason) {
        return store.call(() -> {
            if (!certificates.rows().containsKey(serial)) {
                return false;
            }
            revoked.rows().putIfAbsent(serial, reason);
            return true;
        });
    }

    @Override
    public Set<Long> revokedSerials(Instant now) {
        return store.call(() -> revoked.rows().keySet().stream()
                .filter(serial -> certificates.rows().get(serial).notAfter().isAfter(now))
                .collect(Collectors.toSet()));
    }

    /** Everything issued so far, by serial. */
    public List<IssuedCertificate> all() {
        return store.call(() -> List.copyOf(certificates.rows().values()));
    }
}
