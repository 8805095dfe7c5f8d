package org.sallyport.api.rest;

import java.time.Instant;
import java.util.List;
import org.sallyport.api.cert.Authority;

/** {@code ssh} is one OpenSSH certificate line, {@code tls} PEM; either may be null when no key of its sort was sent. {@code authorities} and {@code cluster} are what the client must know to use them. */
public record Certificates(
        String ssh,
        String tls,
        Instant expires,
        List<String> logins,
        List<Authority> authorities,
        ClusterInfo cluster) {}
