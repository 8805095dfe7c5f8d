package org.sallyport.core.sso;

import java.time.Instant;
import java.util.Optional;

/** Tests of connectors that wait for a browser. Joins the caller's transaction. */
public interface SsoTestRepository {
    /** @param outcome JSON of {@code SsoTest.Outcome}; empty while the browser has not come back */
    record PendingTest(String idHash, String connector, String startedBy, Instant expires, Optional<String> outcome) {}

    void insert(PendingTest test);

    Optional<PendingTest> find(String idHash, Instant now);

    /** @return false when it had one already, or is not there: of two answers the first counts */
    boolean finish(String idHash, String outcome);

    int deleteExpired(Instant now);
}
