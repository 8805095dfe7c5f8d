package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.core.audit.AuditRepository;
import org.sallyport.core.issue.IssuedCertificateRepository;
import org.sallyport.core.issue.IssuedCertificateRepository.IssuedCertificate;
import org.sallyport.core.transparency.Frontier;
import org.sallyport.core.transparency.LogKind;
import org.sallyport.core.transparency.LogPages;
import org.sallyport.core.transparency.LogRepository;
import org.sallyport.core.transparency.LogRepository.Entry;
import org.sallyport.core.transparency.LogRepository.Key;
import org.sallyport.core.transparency.LogRepository.Signed;
import org.sallyport.core.transparency.ProofCheck;
import org.sallyport.core.transparency.Proofs;
import org.sallyport.core.transparency.TreeHash;

/** What any store of the log keeps. */
public abstract class LogRepositoryContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final int EVENTS = 200;

    protected abstract LogRepository repository();

    protected abstract AuditRepository audit();

    protected abstract IssuedCertificateRepository certificates();

    protected abstract Transactions transactions();

    private void fill() {
        transactions().run(() -> {
            for (int i = 0; i < EVENTS; i++) {
                audit().append(AuditEvent.of(AuditEventType.DIAL)
                        .message("number " + i)
                        .at(NOON.plusSeconds(i)));
            }
            certificates()
                    .insert(new IssuedCertificate(
                            -1, "ssh-user", "alice", List.of("root"), NOON, NOON.plusSeconds(9), "line"));
        });
        assertThat(transactions().call(() -> repository().waiting())).isTrue();
        assertThat(transactions().call(() -> LogPages.sequence(repository()))).isEqualTo(EVENTS + 1);
        assertThat(transactions().call(() -> repository().waiting())).isFalse();
        assertThat(transactions().call(() -> LogPages.sequence(repository()))).isZero();
    }

    @Test
    void entriesComeInTheirOrderWithTheirRows() {
        fill();
        List<Entry> entries = transactions().call(() -> repository().entries(0, 1000));
        assertThat(entries).hasSize(EVENTS + 1);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            assertThat(entry.index()).isEqualTo(i);
            assertThat(entry.row().orElseThrow().hash()).isEqualTo(entry.leaf().rowHash());
        }
        Entry last = entries.getLast();
        assertThat(last.row().orElseThrow().columns()).containsEntry("message", "number " + (EVENTS - 1));
        assertThat(last.row().orElseThrow().columns())
                .containsEntry("seq", Long.toString(last.leaf().sequence()));
        assertThat(entries)
                .filteredOn(entry -> entry.leaf().kind() == LogKind.CERTIFICATE)
                .singleElement()
                .satisfies(entry -> assertThat(entry.leaf().id()).isEqualTo("18446744073709551615"));
        assertThat(transactions().call(() -> repository().entries(198, 2)))
                .containsExactlyElementsOf(entries.subList(198, 200));
        assertThat(transactions().call(() -> repository().entries(EVENTS + 1, 2)))
                .isEmpty();
    }

    @Test
    void proofsHold() {
        fill();
        transactions().run(() -> {
            Proofs proofs = new Proofs(repository());
            Frontier tree = repository().tree();
            for (Entry entry : repository().entries(0, 1000)) {
                List<TreeHash> path = proofs.inclusion(entry.index(), tree.size());
                assertThat(ProofCheck.included(entry.leaf().hash(), entry.index(), tree.size(), path, tree.root()))
                        .isTrue();
                assertThat(repository().indexOf(entry.leaf().id())).hasValue(entry.index());
            }
            assertThat(ProofCheck.continues(
                            100, proofs.root(0, 100), tree.size(), tree.root(), proofs.consistency(100, tree.size())))
                    .isTrue();
            assertThat(repository().indexOf("nobody")).isEmpty();
        });
    }

    @Test
    void subtreesAreToldWithThePageThatTheyEndIn() {
        fill();
        transactions().run(() -> {
            assertThat(repository().ending(0, 63)).isEmpty();
            assertThat(repository().ending(63, 64)).hasSize(1);
            assertThat(repository().ending(64, 128)).hasSize(2);
            assertThat(repository().ending(0, EVENTS + 1)).hasSize(4);
            assertThat(repository().ending(128, EVENTS + 1))
                    .singleElement()
                    .satisfies(subtree -> assertThat(subtree.index()).isEqualTo(2));
        });
    }

    @Test
    void lastSignedHeadAndAllKeysAreKept() {
        assertThat(transactions().call(() -> repository().signed())).isEmpty();
        assertThat(transactions().call(() -> repository().signingKey())).isEmpty();
        transactions().run(() -> repository().insert(new Key("one", "PEM 1", new byte[] {1}, NOON)));
        transactions().run(() -> repository().insert(new Key("two", "PEM 2", new byte[] {2}, NOON.plusSeconds(1))));
        transactions().run(() -> repository().store(new Signed(0, TreeHash.EMPTY, NOON, "one", new byte[] {9})));
        transactions().run(() -> repository()
                .store(new Signed(0, TreeHash.EMPTY, NOON.plusSeconds(1), "two", new byte[] {8})));

        Signed signed = transactions().call(() -> repository().signed()).orElseThrow();
        assertThat(signed.keyId()).isEqualTo("two");
        assertThat(signed.time()).isEqualTo(NOON.plusSeconds(1));
        assertThat(signed.root()).isEqualTo(TreeHash.EMPTY);
        assertThat(signed.signature()).containsExactly(8);
        assertThat(transactions().call(() -> repository().signingKey()))
                .hasValueSatisfying(key -> assertThat(key.publicPem()).isEqualTo("PEM 2"));
        assertThat(transactions().call(() -> repository().key("one")))
                .hasValueSatisfying(key -> assertThat(key.sealed()).containsExactly(1));
        assertThat(transactions().call(() -> repository().key("three"))).isEmpty();
    }
}
