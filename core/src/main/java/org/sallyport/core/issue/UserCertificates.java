package org.sallyport.core.issue;

import java.time.Instant;
import java.util.Optional;

/** @param ssh one OpenSSH certificate line; @param tls PEM of the leaf; each present when its key was given */
public record UserCertificates(Optional<String> ssh, Optional<String> tls, Instant expires) {}
