package org.sallyport.web.file;

import io.undertow.servlet.handlers.ServletRequestContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import java.io.IOException;

/**
 * The listener lets bodies of any size through, for files alone. What a refusal leaves unread is read off the connection, so
 * somebody has to say where that ends. For a file it is lifted when it is read ({@link FileExchange#body}).
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class BodyBound implements Filter {
    static final long MOST = 10L * 1024 * 1024;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ServletRequestContext.requireCurrent().getExchange().setMaxEntitySize(MOST);
        chain.doFilter(request, response);
    }
}
