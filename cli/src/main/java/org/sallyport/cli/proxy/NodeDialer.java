package org.sallyport.cli.proxy;

import java.nio.channels.ByteChannel;

/** Opens new ways for bytes to a node. */
@FunctionalInterface
public interface NodeDialer {
    /**
     * Blocks until there is one.
     *
     * @return reads and writes block
     * @throws org.sallyport.api.error.SallyportException when there is none
     */
    ByteChannel open();
}
