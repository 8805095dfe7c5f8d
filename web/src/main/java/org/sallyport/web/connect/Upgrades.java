package org.sallyport.web.connect;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Locale;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** What every request must have that is to end its HTTP (RFC 9110 section 7.8). */
final class Upgrades {
    private Upgrades() {}

    /** @throws SallyportException INVALID_ARGUMENT, for what something in between may have taken away too */
    static void require(HttpServletRequest request, HttpServletResponse response, String protocol) {
        String wanted = request.getHeader("Upgrade");
        if (wanted == null) {
            response.setHeader("Upgrade", protocol);
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "REST: this path only serves connections that ask to be turned over with the header Upgrade: "
                            + protocol
                            + "; if yours did, a proxy or load balancer in between took the header away");
        }
        if (!"GET".equals(request.getMethod()) || !protocol.equalsIgnoreCase(wanted.trim())) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "REST: only GET with Upgrade: " + protocol + " is served here, not '" + wanted + "'");
        }
        String connection = String.join(",", Collections.list(request.getHeaders("Connection")));
        if (!"HTTP/1.1".equals(request.getProtocol())
                || !connection.toLowerCase(Locale.ROOT).matches("(.*[, ])?upgrade([, ].*)?")) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "REST: an upgrade needs HTTP/1.1 and the header Connection: Upgrade; a load balancer in between must"
                            + " speak HTTP/1.1 to both sides");
        }
    }

    /** As WildFly knows it: the socket's, or what a load balancer says when the listener was told to believe it. */
    static InetSocketAddress peer(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        boolean literal = address != null && address.matches("[0-9.]+|\\[?[0-9a-fA-F:.]+(%\\w+)?]?");
        if (!literal) {
            // a name would be looked up; an invented forwarded address is nobody's
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "REST: the forwarded client address is no IP address");
        }
        return new InetSocketAddress(address, Math.max(request.getRemotePort(), 0));
    }
}
