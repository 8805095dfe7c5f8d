package org.sallyport.web.terminal;

import io.undertow.servlet.websockets.ServletWebSocketHttpExchange;
import io.undertow.websockets.core.protocol.Handshake;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.cluster.ClusterService;
import org.sallyport.core.terminal.TerminalService;
import org.sallyport.web.edge.CookieCallers;
import org.sallyport.web.edge.PublicGate;
import org.sallyport.web.edge.Refusals;

/**
 * Where the console's terminals connect (docs/protocol/terminal.md). Who asks, and from which page, is settled before the
 * connection becomes a WebSocket.
 */
@WebServlet(urlPatterns = TerminalServlet.PATH, asyncSupported = true)
public class TerminalServlet extends HttpServlet {
    static final String PATH = "/api/v1/terminal";
    static final String PROTOCOL = "v1.terminal.sallyport.org";
    private static final long serialVersionUID = 1L;

    private final transient Handshake handshake = new Hybi13Handshake(Set.of(PROTOCOL), false);

    @Inject
    transient PublicGate gate;

    @Inject
    transient CookieCallers callers;

    @Inject
    transient Terminals terminals;

    @EJB
    transient ClusterService cluster;

    @EJB
    transient TerminalService service;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            gate.enter(request);
            ServletWebSocketHttpExchange exchange =
                    new ServletWebSocketHttpExchange(request, response, ConcurrentHashMap.newKeySet());
            requireHandshake(request, exchange);
            CookieCallers.Login login = callers.require(request);
            admit(request, login);
            exchange.upgradeChannel((connection, ended) -> terminals.begin(
                    login,
                    new TerminalSocket(handshake.createChannel(exchange, connection, exchange.getBufferPool()))));
            handshake.handshake(exchange);
        } catch (RuntimeException e) {
            Refusals.answer(response, Refusals.of(e));
        }
    }

    private void admit(HttpServletRequest request, CookieCallers.Login login) {
        try {
            OwnOrigin.require(request.getHeader("Origin"), cluster.info().publicAddress());
        } catch (SallyportException refusal) {
            service.refused(login.user(), "", "", refusal);
            throw refusal;
        }
    }

    private void requireHandshake(HttpServletRequest request, ServletWebSocketHttpExchange exchange) {
        if (!"GET".equals(request.getMethod())
                || !"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                || !handshake.matches(exchange)) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Terminal: this path only serves WebSockets; if yours was one, a proxy or load balancer in between"
                            + " took the header Upgrade away");
        }
    }
}
