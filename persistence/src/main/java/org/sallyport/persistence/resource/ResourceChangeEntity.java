package org.sallyport.persistence.resource;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.core.resource.ResourceChange;

/** One line of the change log; without a document it tells of a deletion. */
@Entity
@Table(name = "resource_change")
class ResourceChangeEntity {
    @Id
    private long revision;

    private String kind;
    private String name;
    private String document;

    protected ResourceChangeEntity() {}

    ResourceChangeEntity(long revision, String kind, String name, String document) {
        this.revision = revision;
        this.kind = kind;
        this.name = name;
        this.document = document;
    }

    ResourceChange toChange() {
        return new ResourceChange(
                revision,
                ResourceKind.ofWireName(kind).orElseThrow(),
                name,
                Optional.ofNullable(document).map(ResourceDocuments::read));
    }
}
