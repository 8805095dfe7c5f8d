package org.sallyport.web.telemetry;

import io.opentelemetry.api.trace.Span;

/** Loaded only where the server traces. */
final class CurrentSpan {
    private static final String HIDDEN = "REDACTED";

    private CurrentSpan() {}

    /** Attributes set again take the place of those the span began with. */
    static void redact(String route, boolean query) {
        Span span = Span.current();
        span.setAttribute("url.path", route);
        if (query) {
            span.setAttribute("url.query", HIDDEN);
        }
    }
}
