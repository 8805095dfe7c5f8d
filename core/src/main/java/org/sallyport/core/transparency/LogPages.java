package org.sallyport.core.transparency;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.sallyport.api.rest.LogEntry;
import org.sallyport.api.rest.LogHead;
import org.sallyport.api.rest.LogPage;
import org.sallyport.api.rest.LogSubtree;
import org.sallyport.core.keys.Signer;
import org.sallyport.core.transparency.LogRepository.Entry;
import org.sallyport.core.transparency.LogRepository.Signed;

/** How the log gets its indexes and how it is shown. All within the caller's transaction. */
public final class LogPages {
    /** Leaves that one transaction takes in. */
    public static final int BATCH = 4096;

    private LogPages() {}

    /**
     * Gives indexes to leaves that wait. Of several servers one at a time does.
     *
     * @return how many it was
     */
    public static int sequence(LogRepository log) {
        Frontier frontier = log.lock();
        List<LogLeaf> leaves = new ArrayList<>(log.take(BATCH));
        if (leaves.isEmpty()) {
            return 0;
        }
        leaves.sort(LogLeaf.ORDER);
        List<Subtree> made = new ArrayList<>();
        for (LogLeaf leaf : leaves) {
            Frontier.Appended appended = frontier.append(leaf.hash());
            frontier = appended.frontier();
            made.addAll(appended.made());
        }
        log.grow(frontier, leaves, made);
        return leaves.size();
    }

    public static LogPage page(LogRepository log, long from, int most) {
        List<Entry> entries = log.entries(from, most);
        long to = entries.isEmpty() ? from : entries.getLast().index() + 1;
        return new LogPage(
                entries.stream().map(LogPages::shown).toList(),
                log.ending(from, to).stream()
                        .map(subtree -> new LogSubtree(
                                subtree.level(), subtree.index(), subtree.hash().hex()))
                        .toList());
    }

    public static LogEntry shown(Entry entry) {
        LogLeaf leaf = entry.leaf();
        return new LogEntry(
                entry.index(),
                leaf.kind().wireName(),
                leaf.id(),
                leaf.sequence(),
                leaf.time(),
                entry.index() < 0 ? "" : leaf.rowHash(),
                entry.row().map(LogRow::columns).orElse(null));
    }

    public static Signed signed(String clusterId, Frontier tree, Instant now, Signer key) {
        Instant time = now.truncatedTo(ChronoUnit.MILLIS);
        return new Signed(
                tree.size(),
                tree.root(),
                time,
                LogHeads.keyId(key.publicKey()),
                key.sign(LogHeads.message(clusterId, tree.size(), tree.root(), time)));
    }

    /** @param publicPem of the key that signed */
    public static LogHead head(String clusterId, Signed signed, String publicPem) {
        return new LogHead(
                clusterId,
                signed.size(),
                signed.root().hex(),
                signed.time(),
                signed.keyId(),
                publicPem,
                Base64.getEncoder().encodeToString(signed.signature()));
    }
}
