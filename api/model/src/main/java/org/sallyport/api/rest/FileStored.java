package org.sallyport.api.rest;

import static java.util.Objects.requireNonNull;

/**
 * A file that was uploaded to a node.
 *
 * @param path where it is
 */
public record FileStored(String path, long bytes) {
    public FileStored {
        requireNonNull(path, "path");
    }
}
