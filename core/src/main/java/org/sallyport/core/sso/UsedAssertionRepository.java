package org.sallyport.core.sso;

import java.time.Instant;

/**
 * SAML assertions that have let somebody in: each is good once (saml-profiles 4.1.4.5), on every node. Joins the caller's
 * transaction.
 */
public interface UsedAssertionRepository {
    /**
     * @param idHash SHA-256 of connector and assertion ID, in hex
     * @param expires from when on the assertion is refused anyway
     * @throws org.sallyport.api.error.SallyportException ALREADY_EXISTS when it was used before; the transaction can only be
     *     rolled back then
     */
    void insert(String idHash, Instant expires);

    int deleteExpired(Instant now);
}
