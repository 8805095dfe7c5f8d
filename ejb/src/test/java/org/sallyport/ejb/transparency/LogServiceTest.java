package org.sallyport.ejb.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.rest.LogConsistency;
import org.sallyport.api.rest.LogHead;
import org.sallyport.api.rest.LogPage;
import org.sallyport.api.rest.LogProof;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.transparency.Frontier;
import org.sallyport.core.transparency.LogHeads;
import org.sallyport.core.transparency.LogKind;
import org.sallyport.core.transparency.LogLeaf;
import org.sallyport.core.transparency.LogVerification;
import org.sallyport.core.transparency.ProofCheck;
import org.sallyport.core.transparency.TreeHash;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;

class LogServiceTest {
    private final AuthServer server = new AuthServer();
    private final Caller admin = server.admin();

    private AuditEvent recorded(String message) {
        AuditEvent event = AuditEvent.of(AuditEventType.DIAL).message(message).at(server.clock.instant());
        server.transactions.separate(() -> {
            server.audit.record(event);
            return null;
        });
        return event;
    }

    @Test
    void headCoversWhatWasCommittedAndIsSigned() {
        recorded("one");
        LogHead head = server.log.head(admin);
        assertThat(LogHeads.signed(head)).isTrue();
        assertThat(head.clusterId()).isEqualTo(server.cluster.info().clusterId());
        assertThat(head.size()).isEqualTo(server.logRepository.tree().size());
        LogHead forged = new LogHead(
                head.clusterId(),
                head.size() - 1,
                head.rootHash(),
                head.time(),
                head.keyId(),
                head.publicKey(),
                head.signature());
        assertThat(LogHeads.signed(forged)).isFalse();
    }

    @Test
    void headsAreSignedOnceASecondAtMostAndByOneKey() {
        LogHead first = server.log.head(admin);
        recorded("more");
        assertThat(server.log.head(admin)).isEqualTo(first);
        server.clock.advance(java.time.Duration.ofSeconds(2));
        LogHead second = server.log.head(admin);
        assertThat(second.size()).isEqualTo(first.size() + 1);
        assertThat(second.keyId()).isEqualTo(first.keyId());
        server.clock.advance(java.time.Duration.ofSeconds(2));
        assertThat(server.log.head(admin)).as("nothing new to sign").isEqualTo(second);

        LogConsistency grown = server.log.consistency(admin, first.size(), second.size());
        assertThat(ProofCheck.continues(
                        first.size(),
                        TreeHash.ofHex(first.rootHash()),
                        second.size(),
                        TreeHash.ofHex(second.rootHash()),
                        grown.path().stream().map(TreeHash::ofHex).toList()))
                .isTrue();
    }

    @Test
    void proofIsUnderAHeadThatCoversTheEventJustRecorded() {
        server.log.head(admin);
        AuditEvent event = recorded("proved");
        LogProof proof = server.log.event(admin, event.uid().toString());
        assertThat(proof.entry().row()).containsEntry("message", "proved");
        assertThat(holds(proof)).isTrue();
        assertThat(LogHeads.signed(proof.head())).isTrue();
        String serial = Long.toUnsignedString(issued());
        assertThat(holds(server.log.certificate(admin, serial))).isTrue();
    }

    private long issued() {
        server.serverKeys.refresh();
        return server.certificateRepository.all().getFirst().serial();
    }

    private static boolean holds(LogProof proof) {
        LogLeaf leaf = new LogLeaf(
                LogKind.ofWireName(proof.entry().kind()).orElseThrow(),
                proof.entry().id(),
                proof.entry().sequence(),
                proof.entry().time(),
                proof.entry().rowHash());
        return ProofCheck.included(
                leaf.hash(),
                proof.entry().index(),
                proof.head().size(),
                proof.path().stream().map(TreeHash::ofHex).toList(),
                TreeHash.ofHex(proof.head().rootHash()));
    }

    @Test
    void everythingVerifiesPageByPage() {
        for (int i = 0; i < 30; i++) {
            recorded("number " + i);
        }
        List<String> findings = new ArrayList<>();
        LogHead head = server.log.head(admin);
        LogVerification verification = new LogVerification(
                head.clusterId(), head, List.of(head), List.of(), finding -> findings.add(finding.line()));
        LogPage page;
        do {
            page = server.log.entries(admin, verification.next(), 7);
        } while (verification.page(page));
        assertThat(server.log.unlogged(admin, "event", "", 10).items()).isEmpty();
        assertThat(verification.finish()).isZero();
        assertThat(findings).isEmpty();
    }

    @Test
    void nothingIsSignedThatDoesNotContinueTheLastHead() {
        LogHead first = server.log.head(admin);
        server.clock.advance(java.time.Duration.ofSeconds(2));
        AuditEvent event = recorded("after the fork");
        server.store.run(() -> {
            LogLeaf other = new LogLeaf(LogKind.EVENT, "x", 1, server.clock.instant(), "00".repeat(32));
            Frontier fork = Frontier.EMPTY;
            List<org.sallyport.core.transparency.Subtree> made = new ArrayList<>();
            for (int i = 0; i <= first.size(); i++) {
                Frontier.Appended appended = fork.append(other.hash());
                fork = appended.frontier();
                made.addAll(appended.made());
            }
            server.logRepository.grow(fork, List.of(other), made);
        });
        assertThat(server.log.head(admin)).isEqualTo(first);
        Refused.with(
                ErrorCode.INTERNAL, () -> server.log.event(admin, event.uid().toString()));
    }

    @Test
    void onlyWhoMayListEventsSeesTheLog() {
        server.user("bob", "access");
        Caller bob = server.as("bob");
        Refused.with(ErrorCode.ACCESS_DENIED, () -> server.log.head(bob));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> server.log.entries(bob, 0, 10));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> server.log.event(bob, "x"));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> server.log.certificate(bob, "1"));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> server.log.consistency(bob, 1, 1));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> server.log.unlogged(bob, "event", "", 10));
        assertThat(server.audit.of("access.denied")).hasSize(6);
    }

    @Test
    void askedForWhatCannotBe() {
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> server.log.event(admin, "x"));
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> server.log.certificate(admin, "-1"));
        Refused.with(ErrorCode.NOT_FOUND, () -> server.log.certificate(admin, "1"));
        Refused.with(ErrorCode.NOT_FOUND, () -> server.log.event(admin, "00000000-0000-4000-8000-000000000000"));
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> server.log.consistency(admin, 0, 1));
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> server.log.consistency(admin, 1, 1_000_000));
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> server.log.entries(admin, -1, 10));
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> server.log.entries(admin, 0, 1001));
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> server.log.unlogged(admin, "user", "", 10));
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> server.log.unlogged(admin, "event", "eHg", 10));
    }
}
