package org.sallyport.persistence.issue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sallyport.core.issue.IssuedCertificateRepository;
import org.sallyport.core.transparency.LogKind;
import org.sallyport.core.transparency.LogLeaf;
import org.sallyport.core.transparency.LogRow;
import org.sallyport.persistence.store.JsonText;
import org.sallyport.persistence.store.StoreSession;
import org.sallyport.persistence.store.StoredText;
import org.sallyport.persistence.transparency.PendingLeaves;

/** Every certificate signed, by serial (unsigned, kept in two's complement). */
@ApplicationScoped
public class JpaIssuedCertificateRepository implements IssuedCertificateRepository {
    private static final int MAX_REASON = 1024;

    private StoreSession store;

    /** For the container's proxy. */
    protected JpaIssuedCertificateRepository() {}

    @Inject
    public JpaIssuedCertificateRepository(StoreSession store) {
        this.store = store;
    }

    /** Left to the flush, so that the certificates of one issuance go in one batch, and so do their leaves. */
    @Override
    public void insert(IssuedCertificate certificate) {
        // as it will be read again: what is stored is what is hashed into the log
        Instant notBefore = certificate.notBefore().truncatedTo(ChronoUnit.MICROS);
        Instant notAfter = certificate.notAfter().truncatedTo(ChronoUnit.MICROS);
        String principals = JsonText.ofList(certificate.principals());
        LogRow row = LogRow.of(
                LogKind.CERTIFICATE,
                List.of(
                        certificate.serial(),
                        certificate.kind(),
                        certificate.subject(),
                        principals,
                        notBefore,
                        notAfter,
                        certificate.encoded()));
        String id = Long.toUnsignedString(certificate.serial());
        store.run(entities -> {
            entities.persist(new IssuedCertificateEntity(
                    certificate.serial(),
                    certificate.kind(),
                    certificate.subject(),
                    principals,
                    notBefore,
                    notAfter,
                    certificate.encoded()));
            PendingLeaves.add(entities, new LogLeaf(LogKind.CERTIFICATE, id, 0, notBefore, row.hash()));
        });
    }

    /** The first revocation stays: when it began is what counts. */
    @Override
    public boolean revoke(long serial, Instant when, String reason) {
        return store.call(entities ->
                entities.createQuery("update IssuedCertificateEntity c set c.revokedAt = coalesce(c.revokedAt, :when),"
                                        + " c.revocationReason = coalesce(c.revocationReason, :reason)"
                                        + " where c.serial = :serial")
                                .setParameter("when", when)
                                .setParameter("reason", StoredText.bounded(reason, MAX_REASON))
                                .setParameter("serial", serial)
                                .executeUpdate()
                        == 1);
    }

    @Override
    public Set<Long> revokedSerials(Instant now) {
        return store.call(entities -> entities.createQuery(
                        "select c.serial from IssuedCertificateEntity c"
                                + " where c.revokedAt is not null and c.notAfter > :now",
                        Long.class)
                .setParameter("now", now)
                .getResultStream()
                .collect(Collectors.toUnmodifiableSet()));
    }
}
