package org.sallyport.api.resource;

import static java.util.Objects.requireNonNull;

import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * A dynamic resource: {@code kind/version/metadata/spec}. JSON or YAML through
 * {@link org.sallyport.api.codec.ResourceCodec}; at most 1 MiB encoded.
 *
 * @param version {@code v1} for every kind so far
 */
public record Resource<S extends ResourceSpec>(ResourceKind kind, String version, Metadata metadata, S spec) {
    public static final String V1 = "v1";
    public static final int MAX_ENCODED_BYTES = 1 << 20;

    public Resource {
        requireNonNull(kind, "kind");
        requireNonNull(metadata, "metadata");
        requireNonNull(spec, "spec");
        if (!V1.equals(version)) {
            throw new SallyportException(
                    ErrorCode.INVALID_RESOURCE, "version must be " + V1 + " for kind " + kind.wireName());
        }
        if (spec.kind() != kind) {
            throw new SallyportException(
                    ErrorCode.INVALID_RESOURCE,
                    "spec is of kind " + spec.kind().wireName() + ", not " + kind.wireName());
        }
    }

    public static <S extends ResourceSpec> Resource<S> of(Metadata metadata, S spec) {
        return new Resource<>(spec.kind(), V1, metadata, spec);
    }

    public String name() {
        return metadata.name();
    }

    public long revision() {
        return metadata.revision();
    }

    public Resource<S> withMetadata(Metadata changed) {
        return new Resource<>(kind, version, changed, spec);
    }

    /** The same resource seen as one of a given spec type; throws ClassCastException when it is of another kind. */
    public <T extends ResourceSpec> Resource<T> as(Class<T> specType) {
        return new Resource<>(kind, version, metadata, specType.cast(spec));
    }
}
