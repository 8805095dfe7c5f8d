package org.sallyport.core.resource;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;

/** One committed change; {@code resource} is empty for a deletion, else the document as of this change. */
public record ResourceChange(long revision, ResourceKind kind, String name, Optional<Resource<?>> resource) {
    public ResourceChange {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(resource, "resource");
    }
}
