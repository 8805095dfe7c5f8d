package org.sallyport.core.transparency;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.rest.LogEntry;
import org.sallyport.api.rest.LogHead;
import org.sallyport.api.rest.LogPage;
import org.sallyport.api.rest.LogSubtree;

/**
 * Checks a whole log, page after page, trusting nothing that the server says but the heads that were kept: every row is
 * hashed again, every leaf, and the tree. What is held grows with the logarithm of the log. Not thread-safe.
 */
public final class LogVerification {
    private final LogHead head;
    private final Consumer<LogFinding> findings;
    private final RetentionCheck retention;
    private final RevocationCheck revocations;
    private final KeptHeads kept;
    private final Map<String, String> subtrees = new HashMap<>();
    private Frontier frontier = Frontier.EMPTY;
    private long next;
    /** Without one leaf, nothing can be said of the tree any more; of rows it can. */
    private boolean broken;

    /** Of the last leaf under a subtree that does not fit: what is above it does not fit either. */
    private long misfit = -1;

    /**
     * @param cluster whose log it must be
     * @param kept heads of earlier verifications, or got from somebody else
     * @param retained events {@code audit.retained} as the server tells of them; believed only when they are in the log
     */
    public LogVerification(
            String cluster,
            LogHead head,
            List<LogHead> kept,
            List<AuditEvent> retained,
            Consumer<LogFinding> findings) {
        this.head = requireNonNull(head, "head");
        this.findings = requireNonNull(findings, "findings");
        this.retention = new RetentionCheck(retained.stream()
                .flatMap(event ->
                        RetentionCheck.bound(event.time(), event.fields().get("before")).stream())
                .toList());
        this.revocations = new RevocationCheck(retention);
        this.kept = new KeptHeads(kept, findings);
        if (!LogHeads.signed(head)) {
            findings.accept(LogFinding.head("its signature is not valid"));
        }
        if (!head.clusterId().equals(cluster)) {
            findings.accept(LogFinding.head("it is of cluster " + head.clusterId() + ", not of " + cluster));
        }
        this.kept.against(head);
    }

    /** Index of the next entry that is needed. */
    public long next() {
        return next;
    }

    /** @return whether more pages are needed */
    public boolean page(LogPage page) {
        for (LogSubtree stored : page.subtrees()) {
            subtrees.put(stored.level() + "/" + stored.index(), stored.hash());
        }
        page.entries().stream().filter(entry -> entry.index() < head.size()).forEach(this::entry);
        subtrees.clear();
        return next < head.size() && !page.entries().isEmpty();
    }

    private void entry(LogEntry entry) {
        if (entry.index() < next) {
            findings.accept(new LogFinding(entry.kind(), entry.id(), entry.index(), "the index is there twice"));
            return;
        }
        if (entry.index() > next) {
            missing(next, entry.index());
        }
        next = entry.index() + 1;
        try {
            LogKind kind = LogKind.ofWireName(entry.kind())
                    .orElseThrow(() -> new IllegalArgumentException("kind '" + entry.kind() + "' is unknown"));
            LogLeaf leaf = new LogLeaf(kind, entry.id(), entry.sequence(), entry.time(), entry.rowHash());
            TreeHash hash = leaf.hash();
            row(entry, leaf);
            if (!broken) {
                grow(hash);
            }
        } catch (IllegalArgumentException malformed) {
            broken = true;
            findings.accept(new LogFinding(
                    entry.kind(), entry.id(), entry.index(), "the leaf is damaged: " + malformed.getMessage()));
        }
    }

    private void missing(long from, long to) {
        broken = true;
        findings.accept(LogFinding.log(
                from + " to " + (to - 1), from, "the leaves are gone: of what they were of nothing is known here"));
    }

    private void row(LogEntry entry, LogLeaf leaf) {
        if (entry.row().isEmpty()) {
            if (!retention.gone(leaf)) {
                findings.accept(new LogFinding(
                        entry.kind(),
                        entry.id(),
                        entry.index(),
                        "the row is gone" + (leaf.sequence() == 0 ? "" : ", sequence " + leaf.sequence()) + " of "
                                + leaf.time()));
            }
            return;
        }
        LogRow row = new LogRow(leaf.kind(), entry.row());
        String differs = EntryProof.differs(leaf, row);
        if (!differs.isEmpty()) {
            findings.accept(new LogFinding(entry.kind(), entry.id(), entry.index(), differs));
            return;
        }
        switch (leaf.kind()) {
            case EVENT -> {
                retention.intact(leaf, row);
                revocations.event(entry.index(), row);
            }
            case CERTIFICATE -> revocations.certificate(entry.index(), entry.id(), entry.row());
        }
    }

    private void grow(TreeHash leaf) {
        Frontier.Appended appended = frontier.append(leaf);
        frontier = appended.frontier();
        appended.made().stream()
                .filter(made -> made.level() >= LogRepository.STORED_LEVEL)
                .forEach(this::subtree);
        kept.grown(frontier);
    }

    private void subtree(Subtree made) {
        String stored = subtrees.get(made.level() + "/" + made.index());
        long first = made.index() << made.level();
        if (made.hash().hex().equals(stored) || misfit >= first) {
            return;
        }
        misfit = frontier.size() - 1;
        findings.accept(LogFinding.log(
                first + " to " + misfit,
                -1,
                stored == null
                        ? "their stored subtree is gone"
                        : "they do not make the subtree that was stored of them: a leaf was changed, or the subtree"));
    }

    /** A row that the store holds and the log does not. */
    public void unlogged(LogEntry entry) {
        findings.accept(
                new LogFinding(entry.kind(), entry.id(), -1, "the row was never logged: it was added behind the log"));
    }

    /** After the last page. @return rows removed by policy */
    public long finish() {
        if (next < head.size()) {
            missing(next, head.size());
        }
        if (!broken && !frontier.root().hex().equals(head.rootHash())) {
            findings.accept(LogFinding.head("the entries do not make the tree whose head was signed"));
        }
        retention.finish(findings);
        revocations.finish(findings);
        return retention.removed();
    }
}
