package org.sallyport.web.connect;

import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Locale;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.connector.DialConnectionFactory;
import org.sallyport.web.edge.PublicGate;
import org.sallyport.web.edge.Refusals;
import org.sallyport.web.log.WebLog;

/**
 * Turns an HTTPS connection into one of the SSH listener (RFC 9110 section 7.8; docs/protocol/upgrade.md). Who comes is
 * for SSH to find out; the listener's limits for unfinished logins hold here too.
 */
@WebServlet(urlPatterns = ConnectServlet.PATH)
public class ConnectServlet extends HttpServlet {
    static final String PATH = "/api/v1/connect";
    static final String SSH = "ssh";
    private static final long serialVersionUID = 1L;

    @Resource(lookup = DialConnectionFactory.JNDI_NAME)
    transient DialConnectionFactory connector;

    @Inject
    transient PublicGate gate;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            gate.enter(request);
            HttpServerExchange exchange = upgradable(request, response);
            connector.requireCarrier();
            InetSocketAddress peer = peer(request);
            response.setHeader("Upgrade", SSH);
            exchange.upgradeChannel((connection, ended) -> {
                UpgradedConnection upgraded = new UpgradedConnection(connection, peer);
                try {
                    connector.carry(upgraded);
                } catch (RuntimeException e) {
                    WebLog.LOG.debugf(e, "the connection from %s was not taken", peer);
                    upgraded.close();
                }
            });
        } catch (SallyportException e) {
            Refusals.answer(response, e);
        }
    }

    private static HttpServerExchange upgradable(HttpServletRequest request, HttpServletResponse response) {
        String wanted = request.getHeader("Upgrade");
        if (wanted == null) {
            response.setHeader("Upgrade", SSH);
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "REST: this path only serves connections that ask to become SSH with the header Upgrade: ssh;"
                            + " if yours did, a proxy or load balancer in between took the header away");
        }
        if (!"GET".equals(request.getMethod()) || !SSH.equalsIgnoreCase(wanted.trim())) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "REST: only GET with Upgrade: ssh is served here, not '" + wanted + "'");
        }
        HttpServerExchange exchange = ServletRequestContext.requireCurrent().getExchange();
        String connection = String.join(",", Collections.list(request.getHeaders("Connection")));
        if (!exchange.isHttp11() || !connection.toLowerCase(Locale.ROOT).matches("(.*[, ])?upgrade([, ].*)?")) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "REST: an upgrade needs HTTP/1.1 and the header Connection: Upgrade; a load balancer in between must"
                            + " speak HTTP/1.1 to both sides");
        }
        return exchange;
    }

    /** As WildFly knows it: the socket's, or what a load balancer says when the listener was told to believe it. */
    private static InetSocketAddress peer(HttpServletRequest request) {
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
