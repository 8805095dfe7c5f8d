package org.sallyport.core.transparency;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.sallyport.api.rest.LogHead;

/** Heads that somebody kept: the log must have grown from each of them. */
final class KeptHeads {
    private final List<LogHead> heads;
    private final Consumer<LogFinding> findings;
    private int next;
    private String agreed = "no older head was kept";
    private boolean told;

    KeptHeads(List<LogHead> heads, Consumer<LogFinding> findings) {
        this.heads = heads.stream()
                .filter(head -> head.size() > 0)
                .sorted(Comparator.comparingLong(LogHead::size))
                .toList();
        this.findings = findings;
    }

    /** What can be said before the log is read. */
    void against(LogHead head) {
        for (LogHead kept : heads) {
            if (!LogHeads.signed(kept)) {
                findings.accept(LogFinding.head("the kept head of " + kept.size() + " entries has no valid signature"));
            }
            if (!kept.clusterId().equals(head.clusterId())) {
                findings.accept(LogFinding.head("the kept head of " + kept.size() + " entries is of cluster "
                        + kept.clusterId() + ", this one is of " + head.clusterId()));
            }
            if (kept.size() > head.size()) {
                findings.accept(LogFinding.head("the log has lost entries: the head kept from " + kept.time() + " had "
                        + kept.size() + ", now there are " + head.size()));
            }
        }
        if (!heads.isEmpty() && !heads.getLast().keyId().equals(head.keyId())) {
            findings.accept(LogFinding.head("the head is signed by key " + head.keyId() + ", kept is one of key "
                    + heads.getLast().keyId() + ": ask the cluster's owner whether the key was changed"));
        }
    }

    void grown(Frontier frontier) {
        while (next < heads.size() && heads.get(next).size() == frontier.size()) {
            LogHead kept = heads.get(next++);
            if (kept.rootHash().equals(frontier.root().hex())) {
                agreed = "the first " + kept.size() + " are as they were at " + kept.time();
            } else if (!told) {
                told = true;
                findings.accept(LogFinding.head("the first " + kept.size()
                        + " entries are not those of the head kept from " + kept.time() + ": entries were changed; "
                        + agreed));
            }
        }
    }
}
