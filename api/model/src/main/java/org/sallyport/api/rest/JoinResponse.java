package org.sallyport.api.rest;

import java.time.Instant;
import java.util.List;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.resource.ServiceType;

/** What an agent holds after joining or renewing: host certificate (inner sshd), tunnel certificate, X.509 client certificate (PEM chain), CA sets. */
public record JoinResponse(
        String hostId,
        List<ServiceType> services,
        String hostCertificate,
        String tunnelCertificate,
        String tlsCertificate,
        Instant expires,
        List<Authority> authorities,
        ClusterInfo cluster) {}
