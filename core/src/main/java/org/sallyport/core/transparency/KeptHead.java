package org.sallyport.core.transparency;

import java.util.function.BiFunction;
import org.sallyport.api.rest.LogConsistency;
import org.sallyport.api.rest.LogHead;

/** One head that was kept against a new one, by a consistency proof instead of the whole log. */
public final class KeptHead {
    private KeptHead() {}

    /** @param proofs the smaller size and the larger one to a proof; asked once @return empty when it continues */
    public static String fault(LogHead kept, LogHead now, BiFunction<Long, Long, LogConsistency> proofs) {
        if (!kept.clusterId().equals(now.clusterId())) {
            return "the kept head is of cluster " + kept.clusterId();
        }
        if (!kept.keyId().equals(now.keyId())) {
            return "the head is signed by key " + now.keyId() + ", the kept one by " + kept.keyId();
        }
        // the proof's head may be the older one: it was signed as soon as it covered the entry
        LogHead first = kept.size() <= now.size() ? kept : now;
        LogHead second = first == kept ? now : kept;
        try {
            boolean continues = first.size() == 0
                    || ProofCheck.continues(
                            first.size(),
                            TreeHash.ofHex(first.rootHash()),
                            second.size(),
                            TreeHash.ofHex(second.rootHash()),
                            proofs.apply(first.size(), second.size()).path().stream()
                                    .map(TreeHash::ofHex)
                                    .toList());
            return continues
                    ? ""
                    : "the log is not the one of the head kept from " + kept.time()
                            + ": run 'sallyport audit verify' to learn what was changed";
        } catch (IllegalArgumentException malformed) {
            return "the consistency proof is damaged: " + malformed.getMessage();
        }
    }
}
