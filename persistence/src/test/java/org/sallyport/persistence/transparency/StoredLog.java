package org.sallyport.persistence.transparency;

import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.rest.LogHead;
import org.sallyport.api.rest.LogPage;
import org.sallyport.core.audit.AuditRepository;
import org.sallyport.core.issue.IssuedCertificateRepository;
import org.sallyport.core.issue.IssuedCertificateRepository.IssuedCertificate;
import org.sallyport.core.keys.TlsKeys;
import org.sallyport.core.transparency.LogFinding;
import org.sallyport.core.transparency.LogKind;
import org.sallyport.core.transparency.LogPages;
import org.sallyport.core.transparency.LogRepository;
import org.sallyport.core.transparency.LogVerification;
import org.sallyport.persistence.audit.JpaAuditRepository;
import org.sallyport.persistence.issue.JpaIssuedCertificateRepository;
import org.sallyport.persistence.store.TestStore;

/** A store with its log, signed and verified as a server and a client would. */
final class StoredLog {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final String CLUSTER = "3f6c2a52-0000-4000-8000-000000000001";
    private static final int PAGE = 50;

    final TestStore store;
    final AuditRepository audit;
    final IssuedCertificateRepository certificates;
    final LogRepository log;
    private final KeyPair key = TlsKeys.generate();

    StoredLog(TestStore store) {
        this.store = store;
        this.audit = new JpaAuditRepository(store.session(), store.database());
        this.certificates = new JpaIssuedCertificateRepository(store.session());
        this.log = new JpaLogRepository(store.session(), store.database());
    }

    void append(AuditEvent event) {
        store.run(() -> audit.append(event));
    }

    void issue(long serial) {
        store.run(() -> insert(serial));
    }

    /** Within a transaction. */
    void insert(long serial) {
        certificates.insert(new IssuedCertificate(
                serial,
                "ssh-user",
                "alice",
                List.of("root", "käse"),
                NOON.plusNanos(1_234_567),
                NOON.plusSeconds(3600),
                "ssh-ed25519-cert-v01@openssh.com AAAA"));
    }

    void sequence() {
        while (store.call(() -> LogPages.sequence(log)) > 0) {
            continue;
        }
    }

    LogHead head() {
        return store.call(() -> LogPages.head(
                CLUSTER,
                LogPages.signed(CLUSTER, log.tree(), NOON, TlsKeys.signer(key.getPublic(), key.getPrivate())),
                TlsKeys.publicPem(key.getPublic())));
    }

    List<String> verify(LogHead... kept) {
        return verify(List.of(), kept);
    }

    /** Every finding in a line. */
    List<String> verify(List<AuditEvent> retained, LogHead... kept) {
        List<String> findings = new ArrayList<>();
        LogVerification verification = new LogVerification(
                CLUSTER, head(), List.of(kept), retained, (LogFinding finding) -> findings.add(finding.line()));
        LogPage page;
        do {
            long from = verification.next();
            page = store.call(() -> LogPages.page(log, from, PAGE));
        } while (verification.page(page));
        for (LogKind kind : LogKind.values()) {
            store.call(() -> log.unlogged(kind, "", PAGE)).stream()
                    .map(LogPages::shown)
                    .forEach(verification::unlogged);
        }
        verification.finish();
        return findings;
    }
}
