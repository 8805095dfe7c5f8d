package org.sallyport.api.rest;

import java.time.Instant;
import java.util.List;

/** A login session (bearer token, shown once) and, when keys were sent, certificates. */
public record LoginResponse(
        String token, Instant expires, String user, List<String> roles, Certificates certificates) {}
