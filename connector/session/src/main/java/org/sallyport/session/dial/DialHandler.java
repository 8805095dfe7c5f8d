package org.sallyport.session.dial;

/** A service of this agent that takes dials. */
@FunctionalInterface
public interface DialHandler {
    /**
     * Takes the stream, without blocking. Writing may begin at once: it is queued until the proxy knows that the stream
     * is open.
     *
     * @throws org.sallyport.api.error.SallyportException to refuse; the client sees its message
     */
    DialReceiver accept(DialRequest request, DialStream stream);
}
