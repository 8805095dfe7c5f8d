package org.sallyport.web.connect;

import io.undertow.servlet.handlers.ServletRequestContext;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialConnection;
import org.sallyport.core.connector.DialConnectionFactory;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.OpenDial;
import org.sallyport.web.edge.BearerCallers;
import org.sallyport.web.edge.PublicGate;
import org.sallyport.web.edge.Refusals;

/**
 * Turns an HTTPS connection of somebody who is logged in into one with a node (docs/protocol/upgrade.md). The dial may take
 * as long as an agent is silent, so no thread waits for it here, and it has succeeded before the connection is turned over.
 */
@WebServlet(urlPatterns = DialServlet.PATH, asyncSupported = true)
public class DialServlet extends HttpServlet {
    static final String PATH = "/api/v1/dial";
    static final String DIAL = "sallyport-dial";
    static final String RESUME = "Sallyport-Resume";
    private static final long serialVersionUID = 1L;
    /** A DNS name's longest. */
    private static final int LONGEST = 253;

    @Resource(lookup = DialConnectionFactory.JNDI_NAME)
    transient DialConnectionFactory connector;

    @Inject
    transient PublicGate gate;

    @Inject
    transient BearerCallers callers;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            gate.enter(request);
            Upgrades.require(request, response, DIAL);
            InetSocketAddress peer = Upgrades.peer(request);
            Caller.User caller = callers.require(request);
            DialTarget target = target(request);
            AsyncContext waiting = request.startAsync();
            // the dial itself ends in time
            waiting.setTimeout(0);
            PendingDial pending = new PendingDial(
                    waiting, response, ServletRequestContext.requireCurrent().getExchange(), peer);
            pending.await(dial(caller, target));
        } catch (RuntimeException e) {
            Refusals.answer(response, Refusals.of(e));
        }
    }

    private CompletionStage<OpenDial> dial(Caller.User caller, DialTarget target) {
        try (DialConnection connection = connector.getConnection()) {
            return connection.open(caller, target);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static DialTarget target(HttpServletRequest request) {
        String node = request.getParameter("node");
        if (node == null
                || node.isBlank()
                || node.length() > LONGEST
                || node.chars().anyMatch(Character::isISOControl)) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "REST: which node? Give its name in the query: " + PATH + "?node=NAME");
        }
        return new DialTarget(ServiceType.SSH, node.strip(), "1".equals(request.getHeader(RESUME)));
    }
}
