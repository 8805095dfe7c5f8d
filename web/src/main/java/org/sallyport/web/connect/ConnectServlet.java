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
            Upgrades.require(request, response, SSH);
            InetSocketAddress peer = Upgrades.peer(request);
            connector.admit(peer);
            HttpServerExchange exchange = ServletRequestContext.requireCurrent().getExchange();
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
}
