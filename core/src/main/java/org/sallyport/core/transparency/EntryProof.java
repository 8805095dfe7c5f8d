package org.sallyport.core.transparency;

import org.sallyport.api.rest.LogEntry;
import org.sallyport.api.rest.LogProof;

/** Checks an inclusion proof with nothing but itself. */
public final class EntryProof {
    private EntryProof() {}

    /** What is wrong with it; empty when it holds. Whose key signed the head is for the asker to know. */
    public static String fault(LogProof proof) {
        LogEntry entry = proof.entry();
        try {
            LogKind kind = LogKind.ofWireName(entry.kind())
                    .orElseThrow(() -> new IllegalArgumentException("kind '" + entry.kind() + "' is unknown"));
            LogLeaf leaf = new LogLeaf(kind, entry.id(), entry.sequence(), entry.time(), entry.rowHash());
            boolean included = ProofCheck.included(
                    leaf.hash(),
                    entry.index(),
                    proof.head().size(),
                    proof.path().stream().map(TreeHash::ofHex).toList(),
                    TreeHash.ofHex(proof.head().rootHash()));
            if (!included) {
                return "the path does not lead from the entry to the head's root";
            }
            if (!LogHeads.signed(proof.head())) {
                return "the head's signature is not valid";
            }
            return entry.row().isEmpty() ? "" : differs(leaf, new LogRow(kind, entry.row()));
        } catch (IllegalArgumentException malformed) {
            return "it is damaged: " + malformed.getMessage();
        }
    }

    /** How a row differs from what was logged of it; empty when it does not. */
    static String differs(LogLeaf leaf, LogRow row) {
        String id = row.columns().getOrDefault(leaf.kind().columns().getFirst(), "");
        if (!id.equals(leaf.id())) {
            return "the row says that it is " + id;
        }
        String sequence = row.columns().getOrDefault("seq", "0");
        if (!sequence.equals(Long.toString(leaf.sequence()))) {
            return "the row has sequence " + sequence + ", logged was " + leaf.sequence();
        }
        if (!row.hash().equals(leaf.rowHash())) {
            return "the row is not what was logged: a column was changed, or its leaf";
        }
        String time = row.columns().get(leaf.kind() == LogKind.EVENT ? "event_time" : "not_before");
        return LogRow.time(leaf.time()).equals(time) ? "" : "the leaf has another time than the row";
    }
}
