package org.sallyport.persistence.resource;

import java.io.Serializable;
import java.util.Objects;

/** Key of {@link ResourceEntity}. */
class ResourceKey implements Serializable {
    private static final long serialVersionUID = 1L;

    private String kind;
    private String name;

    ResourceKey() {}

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceKey key && Objects.equals(kind, key.kind) && Objects.equals(name, key.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name);
    }
}
