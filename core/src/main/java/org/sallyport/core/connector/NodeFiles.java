package org.sallyport.core.connector;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Files of one account on one node. For one thread, which may be blocked, and one file at a time. Everything fails with a
 * {@link org.sallyport.api.error.SallyportException}: NOT_FOUND, ACCESS_DENIED (the node's permissions), ALREADY_EXISTS,
 * INVALID_ARGUMENT (a directory), UNSUPPORTED, and AGENT_OFFLINE once the connection is lost. Paths are the node's; relative
 * ones begin at the account's home directory.
 */
public interface NodeFiles extends AutoCloseable {
    String hostId();

    /** @param path of a regular file */
    Source read(String path);

    /**
     * What is written stands beside the file until it is complete.
     *
     * @param path of a file, or of a directory
     * @param name of the file if the path is a directory
     * @param overwrite whether a file that is there is replaced; the new one then has its permissions
     */
    Target write(String path, String name, boolean overwrite);

    /** At once, from any thread: whoever is blocked fails. */
    @Override
    void close();

    /** A file that is read. */
    interface Source {
        /** In bytes; absent where the node does not know it, as with those that its kernel makes up. */
        OptionalLong size();

        /**
         * The next bytes, at most 32 KiB; never empty. A file that has become shorter than its size fails.
         *
         * @return empty at the end
         */
        Optional<byte[]> next();
    }

    /** A file that is written; to be closed in any case. */
    interface Target extends AutoCloseable {
        /** Where it will be. */
        String path();

        /** Returns when the node has room for more. */
        void write(byte[] bytes, int offset, int length);

        /** Everything is there: it gets its name. */
        void complete();

        /** Unless it is complete, what was written is removed; that may fail, silently. */
        @Override
        void close();
    }
}
