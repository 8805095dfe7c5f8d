package org.sallyport.ejb.paging;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Cursors are opaque to callers: the sort key of the last item, in base64url. */
public final class Paging {
    public static final int MAX_LIMIT = 1000;

    private Paging() {}

    public static int limit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "Auth Service: limit must be between 1 and " + MAX_LIMIT);
        }
        return limit;
    }

    public static String cursor(String lastKey) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(lastKey.getBytes(StandardCharsets.UTF_8));
    }

    /** @return the key to go on after; empty for the start */
    public static String key(String cursor) {
        try {
            return cursor == null ? "" : new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Auth Service: '" + cursor + "' is no cursor of this listing: use one that a page came with",
                    "",
                    malformed);
        }
    }
}
