package org.sallyport.core.issue;

import java.time.Instant;

/** @param host and {@code tunnel}: one OpenSSH certificate line each; @param tls PEM chain, leaf first */
public record AgentCertificates(String host, String tunnel, String tls, Instant expires) {}
