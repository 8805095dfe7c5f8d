package org.sallyport.web.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpServerExchange;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.FileStored;
import org.sallyport.web.edge.Refusals;
import org.sallyport.web.json.RestJson;
import org.sallyport.web.log.WebLog;
import org.xnio.IoUtils;

/** The browser's end of a transfer. Its streams block; {@link #cut} wakes whoever is blocked. */
final class FileExchange {
    private static final ObjectMapper JSON = RestJson.mapper();

    private final AsyncContext call;
    private final HttpServerExchange exchange;

    FileExchange(AsyncContext call, HttpServerExchange exchange) {
        this.call = requireNonNull(call, "call");
        this.exchange = requireNonNull(exchange, "exchange");
    }

    private HttpServletResponse response() {
        return (HttpServletResponse) call.getResponse();
    }

    /** What the browser sends. */
    InputStream body() throws IOException {
        return call.getRequest().getInputStream();
    }

    /** Begins the download. Nothing of it may ever run as if it were ours, however it is opened. */
    OutputStream begin(String name, OptionalLong size) throws IOException {
        HttpServletResponse response = response();
        response.setContentType("application/octet-stream");
        response.setHeader("Content-Disposition", Attachment.of(name));
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
        size.ifPresent(response::setContentLengthLong);
        return response.getOutputStream();
    }

    void stored(FileStored stored) throws IOException {
        HttpServletResponse response = response();
        byte[] body = JSON.writeValueAsBytes(stored);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        try (ServletOutputStream out = response.getOutputStream()) {
            out.write(body);
        }
        call.complete();
    }

    /** Everything was sent. */
    void done() throws IOException {
        response().getOutputStream().close();
        call.complete();
    }

    void refuse(SallyportException why) {
        try {
            Refusals.answer(response(), why);
        } catch (IOException e) {
            WebLog.LOG.debugf(e, "nobody hears of a refusal any more");
        }
        complete();
    }

    /** At once: of HTTP/2 the stream, else the connection. What was begun is not to look as if it were whole. */
    void cut() {
        IoUtils.safeClose(exchange.getConnection());
    }

    /** After {@link #cut}. */
    void complete() {
        try {
            call.complete();
        } catch (IllegalStateException over) {
            WebLog.LOG.debugf(over, "the call had ended already");
        }
    }
}
