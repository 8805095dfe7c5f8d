package org.sallyport.persistence.issue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.sallyport.core.issue.IssuedCertificateRepository;
import org.sallyport.persistence.store.JsonText;
import org.sallyport.persistence.store.StoreSession;
import org.sallyport.persistence.store.StoredText;

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

    /** Left to the flush, so that the certificates of one issuance go in one batch. */
    @Override
    public void insert(IssuedCertificate certificate) {
        store.run(entities -> entities.persist(new IssuedCertificateEntity(
                certificate.serial(),
                certificate.kind(),
                certificate.subject(),
                JsonText.ofList(certificate.principals()),
                certificate.notBefore(),
                certificate.notAfter(),
                certificate.encoded())));
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
