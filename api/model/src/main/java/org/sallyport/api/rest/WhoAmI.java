package org.sallyport.api.rest;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The caller as the server sees it. @param connector by which they signed on; empty for local users */
public record WhoAmI(
        String user,
        List<String> roles,
        Map<String, List<String>> traits,
        List<String> logins,
        Instant expires,
        String connector) {}
