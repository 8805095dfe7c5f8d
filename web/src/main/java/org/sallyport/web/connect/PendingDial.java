package org.sallyport.web.connect;

import static java.util.Objects.requireNonNull;

import io.undertow.server.HttpServerExchange;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import org.sallyport.core.connector.OpenDial;
import org.sallyport.web.edge.Refusals;
import org.sallyport.web.log.WebLog;

/** A request that waits for its dial. Whatever becomes of the client, the dial is joined to it or closed. */
final class PendingDial {
    private final AsyncContext waiting;
    private final HttpServletResponse response;
    private final HttpServerExchange exchange;
    private final InetSocketAddress peer;

    PendingDial(
            AsyncContext waiting, HttpServletResponse response, HttpServerExchange exchange, InetSocketAddress peer) {
        this.waiting = requireNonNull(waiting, "waiting");
        this.response = requireNonNull(response, "response");
        this.exchange = requireNonNull(exchange, "exchange");
        this.peer = requireNonNull(peer, "peer");
    }

    /** Does not block. */
    void await(CompletionStage<OpenDial> dialling) {
        exchange.getConnection().addCloseListener(connection -> closeWhenOpen(dialling));
        if (!exchange.getConnection().isOpen()) {
            // it may have closed before there was a listener
            closeWhenOpen(dialling);
        }
        dialling.whenComplete((dial, failure) -> {
            if (failure == null) {
                opened(dial);
            } else {
                refused(failure);
            }
        });
    }

    /** No effect on a dial that has its client. */
    private static void closeWhenOpen(CompletionStage<OpenDial> dialling) {
        dialling.thenAccept(OpenDial::close);
    }

    private void opened(OpenDial dial) {
        try {
            response.setHeader("Upgrade", DialServlet.DIAL);
            exchange.upgradeChannel((connection, ended) -> dial.attach(new UpgradedConnection(connection, peer)));
            waiting.complete();
        } catch (RuntimeException e) {
            dial.close();
            WebLog.LOG.debugf(e, "the connection from %s was not turned over", peer);
        }
    }

    private void refused(Throwable failure) {
        try {
            Refusals.answer(response, Refusals.of(failure));
        } catch (IOException e) {
            WebLog.LOG.debugf(e, "%s did not take its refusal", peer);
        } finally {
            waiting.complete();
        }
    }
}
