package org.sallyport.web.edge;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.ServletRequest;
import java.util.concurrent.Semaphore;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * Bounds how many unauthenticated calls run at once. WildFly's worker has 16 threads per processor; strangers get half
 * of them at most, so that people with a session are still served while somebody floods the login.
 */
@ApplicationScoped
public class PublicGate {
    private static final String PASS = PublicGate.class.getName();
    private static final int PER_PROCESSOR = 8;

    private final Semaphore free;

    public PublicGate() {
        this(Runtime.getRuntime().availableProcessors() * PER_PROCESSOR);
    }

    PublicGate(int atOnce) {
        free = new Semaphore(atOnce);
    }

    /** The pass is handed back by {@link #leave}, which {@link EdgeFilter} calls however the request ends. */
    public void enter(ServletRequest request) {
        if (!free.tryAcquire()) {
            throw new SallyportException(
                    ErrorCode.RATE_LIMITED,
                    "REST: too many calls without a login are running at this moment; try again in a second");
        }
        request.setAttribute(PASS, Boolean.TRUE);
    }

    void leave(ServletRequest request) {
        if (request.getAttribute(PASS) != null) {
            request.removeAttribute(PASS);
            free.release();
        }
    }
}
