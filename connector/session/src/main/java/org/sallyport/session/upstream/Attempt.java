package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.io.IoSession;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.process.Visitor;

/** One try to log in at a destination, and why it came to nothing. */
public final class Attempt {
    private static final AttributeKey<Attempt> KEY = new AttributeKey<>();
    private static final int LONGEST = 500;

    private final Destination destination;
    private final Visitor visitor;
    private final CompletableFuture<ClientSession> session = new CompletableFuture<>();
    private volatile SallyportException strange;
    private volatile String said = "";

    Attempt(Destination destination, Visitor visitor) {
        this.destination = requireNonNull(destination, "destination");
        this.visitor = requireNonNull(visitor, "visitor");
    }

    public Visitor visitor() {
        return visitor;
    }

    static Attempt of(ClientSession session) {
        return session.getConnectionContext().getAttribute(KEY);
    }

    AttributeRepository context() {
        return AttributeRepository.ofKeyValuePair(KEY, this);
    }

    /** The connection's SSH begins: from its first packet on it is held to the destination. */
    static void begins(IoSession io, ClientSessionImpl session) {
        Attempt attempt = ((AttributeRepository) io.getAttribute(AttributeRepository.class)).getAttribute(KEY);
        session.setUsername(attempt.visitor.login());
        session.setConnectAddress(
                InetSocketAddress.createUnresolved(attempt.destination.wording().address(), 0));
        session.setSignatureFactories(attempt.destination.hostKeys().algorithms());
        session.setServerKeyVerifier((made, remote, key) -> attempt.knows(key));
        attempt.session.complete(session);
    }

    CompletableFuture<ClientSession> session() {
        return session;
    }

    private boolean knows(PublicKey key) {
        try {
            destination.hostKeys().require(key);
            return true;
        } catch (SallyportException e) {
            strange = e;
            return false;
        }
    }

    /** What the server says for people to read, such as why it refuses. */
    void said(String banner) {
        String line = banner.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        said = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }

    SallyportException unreachable(IOException e) {
        Destination.Wording wording = destination.wording();
        return new SallyportException(
                ErrorCode.AGENT_OFFLINE,
                "the " + wording.server() + " does not answer at " + wording.address() + " (" + innermost(e) + "); "
                        + wording.unreachable(),
                "",
                e);
    }

    SallyportException notLoggedIn(IOException e) {
        Destination.Wording wording = destination.wording();
        SallyportException found = strange;
        if (found != null) {
            return new SallyportException(
                    ErrorCode.CERTIFICATE_UNTRUSTED,
                    "the " + wording.server() + " cannot prove what it is (" + found.userMessage() + "); "
                            + wording.strange(),
                    found.details(),
                    e);
        }
        return new SallyportException(
                ErrorCode.ACCESS_DENIED,
                "the " + wording.server() + " refused the certificate for login " + visitor.login() + " ("
                        + (said.isEmpty() ? innermost(e) : said) + "); " + wording.refused(),
                "",
                e);
    }

    private static String innermost(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        String text = last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ");
    }
}
