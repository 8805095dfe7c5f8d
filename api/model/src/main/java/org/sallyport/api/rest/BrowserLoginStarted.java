package org.sallyport.api.rest;

import java.time.Instant;

/**
 * @param url to open in the browser
 * @param userCode to type at {@code url} when the browser is on another machine; empty with a redirect
 * @param deviceCode the secret to ask with whether it was approved; empty with a redirect, which brings a code
 * @param interval seconds between two questions
 */
public record BrowserLoginStarted(
        String id, String url, String userCode, String deviceCode, int interval, Instant expires) {}
