package org.sallyport.core.resume;

import java.io.IOException;

/** The other end does not keep to the protocol; the connection is of no use any more. */
public final class BrokenLinkException extends IOException {
    private static final long serialVersionUID = 1;

    BrokenLinkException(String message) {
        super("resumable stream: " + message);
    }
}
