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
    private InputStream body;

    FileExchange(AsyncContext call, HttpServerExchange exchange) {
        this.call = requireNonNull(call, "call");
        this.exchange = requireNonNull(exchange, "exchange");
    }

    private HttpServletResponse response() {
        return (HttpServletResponse) call.getResponse();
    }

    /** What the browser sends: from here on it may be of any size ({@link BodyBound}). */
    InputStream body() throws IOException {
        exchange.setMaxEntitySize(-1);
        body = call.getRequest().getInputStream();
        return body;
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
            response().flushBuffer();
            if (!drained()) {
                cut();
            }
        } catch (IOException e) {
            WebLog.LOG.debugf(e, "nobody hears of a refusal any more");
            cut();
        }
        complete();
    }

    /** The container would read all that still comes, without an end. @return whether that was little enough */
    private boolean drained() throws IOException {
        if (body == null) {
            return true;
        }
        byte[] thrownAway = new byte[8 * 1024];
        long left = BodyBound.MOST;
        int length = 0;
        while (left > 0 && length >= 0) {
            length = body.read(thrownAway);
            left -= length;
        }
        return length < 0;
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
