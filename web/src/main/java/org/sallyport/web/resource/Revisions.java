package org.sallyport.web.resource;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** If-Match of RFC 9110 section 13.1.1, as far as it makes sense here: one strong tag, which is the revision. */
final class Revisions {
    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");

    private Revisions() {}

    static Optional<Long> expected(String ifMatch) {
        if (ifMatch == null) {
            return Optional.empty();
        }
        Matcher tag = TAG.matcher(ifMatch.trim());
        if (!tag.matches()) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "REST: If-Match must be one ETag as the resource came with, a revision in quotes such as \"42\"");
        }
        return Optional.of(Long.valueOf(tag.group(1)));
    }
}
