package org.sallyport.api.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * @param name unique within its kind; 1 to 128 characters of {@code [A-Za-z0-9._@-]}, the first alphanumeric
 * @param description free text, at most 1,024 characters
 * @param labels at most 64; keys and values at most 256 characters
 * @param expires when the store forgets the resource
 * @param revision set by the store, grows with every change of any resource; 0 in a document that was never stored
 */
public record Metadata(
        String name,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String description,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> labels,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> expires,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long revision) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,127}");

    public Metadata {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new SallyportException(
                    ErrorCode.INVALID_RESOURCE,
                    "metadata.name must be 1 to 128 characters of letters, digits, '.', '_', '@', '-', and start with a"
                            + " letter or digit");
        }
        description = description == null ? "" : description;
        if (description.length() > 1024) {
            throw new SallyportException(
                    ErrorCode.INVALID_RESOURCE, "metadata.description is longer than 1024 characters");
        }
        labels = Labels.checked("metadata.labels", labels);
        expires = expires == null ? Optional.empty() : expires;
    }

    public static Metadata named(String name) {
        return new Metadata(name, "", Map.of(), Optional.empty(), 0);
    }

    public Metadata withRevision(long newRevision) {
        return new Metadata(name, description, labels, expires, newRevision);
    }

    public Metadata withExpires(Instant when) {
        return new Metadata(name, description, labels, Optional.of(requireNonNull(when)), revision);
    }
}
