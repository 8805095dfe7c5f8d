package org.sallyport.web.file;

import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.terminal.FileTransfer;
import org.sallyport.core.terminal.FileTransfer.Direction;
import org.sallyport.core.terminal.TerminalService;
import org.sallyport.web.edge.CookieCallers.Login;
import org.sallyport.web.edge.Refusals;
import org.sallyport.web.edge.TokenCallers;
import org.sallyport.web.mfa.MfaHeader;

/** Files of nodes (docs/adr/0042). A servlet: JAX-RS here reads bodies whole, and a call holds none of WildFly's threads. */
@WebServlet(urlPatterns = FileServlet.PATH, asyncSupported = true)
public class FileServlet extends HttpServlet {
    static final String PATH = "/api/v1/files";
    private static final long serialVersionUID = 1L;

    @Inject
    transient TokenCallers callers;

    @Inject
    transient FileTransfers transfers;

    @EJB
    transient TerminalService service;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        begin(Direction.DOWNLOAD, request, response);
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        begin(Direction.UPLOAD, request, response);
    }

    /** The file would be read for nothing. */
    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Allow", "GET, PUT");
        response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }

    private void begin(Direction direction, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            Login login = callers.require(request);
            HttpServerExchange exchange = ServletRequestContext.requireCurrent().getExchange();
            FileCall call = call(direction, request, exchange, login);
            AsyncContext waiting = request.startAsync();
            // it is looked after by those who know whether anything moves
            waiting.setTimeout(0);
            transfers.begin(login, call, new FileExchange(waiting, exchange));
        } catch (RuntimeException e) {
            Refusals.answer(response, Refusals.of(e));
        }
    }

    private FileCall call(Direction direction, HttpServletRequest request, HttpServerExchange exchange, Login login) {
        try {
            // not the servlet's parameters: those may be read from a body
            return FileCall.of(
                    direction, exchange.getQueryParameters(), MfaHeader.parse(request.getHeader(MfaHeader.NAME)));
        } catch (SallyportException refusal) {
            service.transferred(login.user(), new FileTransfer(direction, "", "", "", 0, Optional.of(refusal)));
            throw refusal;
        }
    }
}
