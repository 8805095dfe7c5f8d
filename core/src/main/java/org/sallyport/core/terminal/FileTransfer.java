package org.sallyport.core.terminal;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.sallyport.api.error.SallyportException;

/**
 * A file between a browser and a node, once it is over.
 *
 * @param node as it was asked for
 * @param login the account there
 * @param path as it was asked for; where the file is, once it was uploaded
 * @param bytes that were carried
 * @param failure why it is not whole; empty when it is
 */
public record FileTransfer(
        Direction direction, String node, String login, String path, long bytes, Optional<SallyportException> failure) {
    public FileTransfer {
        requireNonNull(direction, "direction");
        requireNonNull(node, "node");
        requireNonNull(login, "login");
        requireNonNull(path, "path");
        requireNonNull(failure, "failure");
    }

    /** Seen from the person. */
    public enum Direction {
        DOWNLOAD("download"),
        UPLOAD("upload");

        private final String word;

        Direction(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
