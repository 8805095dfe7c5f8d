package org.sallyport.session.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.core.identity.SshIdentity.UserIdentity;

/**
 * Somebody who was let in.
 *
 * @param address the client's IP address as the connection began; may be empty
 */
public record Visitor(UserIdentity identity, String login, String address, Client client) {
    public Visitor {
        requireNonNull(identity, "identity");
        requireNonNull(login, "login");
        requireNonNull(address, "address");
        requireNonNull(client, "client");
    }

    /** The visitor's SSH client. */
    public interface Client {
        /**
         * Opens a channel to it and joins the stream to that, which is closed with it.
         *
         * @param payload appends what the open message of this type of channel carries
         */
        void open(String type, ByteStream stream, Consumer<Buffer> payload) throws IOException;

        /** Keeps in the audit log, and has it told there, that something was refused. */
        void refused(String what, String why);

        /** Ends its connection. @param why one line, which it shows */
        void dismiss(String why);
    }
}
