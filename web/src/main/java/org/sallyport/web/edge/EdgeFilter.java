package org.sallyport.web.edge;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Around every request, console included: trace id, headers that bind the browser, and the pass of public calls. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class EdgeFilter implements Filter {
    /** Everything the console needs comes from here; nothing inline, nothing framed, nothing sent elsewhere. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'";

    static final String TRACE_HEADER = "X-Trace-Id";

    @Inject
    PublicGate gate;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        String trace = Trace.begin();
        try {
            answer.setHeader(TRACE_HEADER, trace);
            bind(asked, answer);
            chain.doFilter(request, response);
        } finally {
            gate.leave(request);
            Trace.end();
        }
    }

    private static void bind(HttpServletRequest asked, HttpServletResponse answer) {
        answer.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("X-Frame-Options", "DENY");
        // the secret of an invite stands in the URL's fragment
        answer.setHeader("Referrer-Policy", "no-referrer");
        answer.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        answer.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        answer.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        if (asked.isSecure()) {
            answer.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
        answer.setHeader("Cache-Control", cacheControl(asked.getServletPath()));
    }

    /** Assets carry a digest in their names; the page that names them must be asked for each time. */
    static String cacheControl(String path) {
        if (path.startsWith("/api/") || "/api".equals(path)) {
            return "no-store";
        }
        return path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    }
}
