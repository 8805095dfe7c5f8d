package org.sallyport.web.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * The certificate that this server's own HTTPS port presents, learnt as a client learns it: by a TLS handshake. So it is
 * right whatever is configured in Elytron, and a renewed certificate is noticed within a minute.
 */
@ApplicationScoped
public class OwnCertificate {
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

    private record Listener(InetAddress address, int port) {}

    private record Learnt(byte[] der, long at) {}

    private final Map<Listener, Learnt> known = new ConcurrentHashMap<>();
    private final Handshake handshake;
    private final LongSupplier nanoTime;

    /** A handshake that hands back the DER of the certificate presented. */
    interface Handshake {
        byte[] leaf(InetSocketAddress address) throws IOException, GeneralSecurityException;
    }

    public OwnCertificate() {
        this(LeafHandshake::learn, System::nanoTime);
    }

    OwnCertificate(Handshake handshake, LongSupplier nanoTime) {
        this.handshake = handshake;
        this.nanoTime = nanoTime;
    }

    /** DER; of the listener the request came in by, or of the HTTPS port when it came without TLS. */
    byte[] leaf(ServletRequest request) {
        return known.compute(listener(request), this::fresh).der().clone();
    }

    private Learnt fresh(Listener listener, Learnt before) {
        long now = nanoTime.getAsLong();
        if (before != null && now - before.at() < KEPT_NANOS) {
            return before;
        }
        try {
            return new Learnt(handshake.leaf(new InetSocketAddress(listener.address(), listener.port())), now);
        } catch (IOException | GeneralSecurityException failure) {
            throw new SallyportException(
                    ErrorCode.INTERNAL,
                    "REST: the server could not look at its own HTTPS port " + listener.port()
                            + "; check sallyport.https.port and the HTTPS listener",
                    failure.toString(),
                    failure);
        }
    }

    private static Listener listener(ServletRequest request) {
        try {
            // a literal address, so nothing is looked up
            return request.isSecure()
                    ? new Listener(InetAddress.getByName(request.getLocalAddr()), request.getLocalPort())
                    : new Listener(InetAddress.getLoopbackAddress(), Integer.getInteger("sallyport.https.port", 8443));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
