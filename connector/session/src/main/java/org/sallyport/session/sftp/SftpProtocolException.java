package org.sallyport.session.sftp;

import java.io.IOException;

/** The other end does not keep to the protocol. */
final class SftpProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    SftpProtocolException(String what) {
        super("not in the protocol: " + what);
    }
}
