package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.security.PublicKey;
import org.apache.sshd.client.session.ClientSession;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.process.Visitor;

/** The SSH server that users' connections to one node are passed on to. */
public interface Destination {
    /**
     * How it is spoken of.
     *
     * @param server what it is, such as {@code sshd of web1}
     * @param address how it is reached, as host certificates must name it
     * @param unreachable what to do when it does not answer
     * @param strange what to do when its host key is not in order
     * @param refused what to do when it lets a login not in
     */
    record Wording(String server, String address, String unreachable, String strange, String refused) {
        public Wording {
            requireNonNull(server, "server");
            requireNonNull(address, "address");
            requireNonNull(unreachable, "unreachable");
            requireNonNull(strange, "strange");
            requireNonNull(refused, "refused");
        }
    }

    Wording wording();

    HostKeyRule hostKeys();

    /**
     * A certificate in the visitor's name, for one connection. Blocks.
     *
     * @return an OpenSSH line
     * @throws SallyportException when he may not go on there
     */
    String certificate(Visitor visitor, PublicKey key);

    /** Connects, by one of the client's ways. Blocks. @throws SallyportException when there is no way to it */
    ClientSession connect(UpstreamClient client, Attempt attempt) throws IOException;

    /** Keeps in the audit log that a visitor did not get there. */
    void failed(Visitor visitor, SallyportException why);
}
