package org.sallyport.api.rest;

import java.util.List;

/** Answer of {@code GET /api/v1/ping}: unauthenticated, so only what a client needs to start. {@code sshAddress} is empty when there is no SSH port. {@code caPins} are {@code sha256:<hex>} digests of the SubjectPublicKeyInfo of the host CA's X.509 certificates. */
public record ClusterInfo(
        String clusterId,
        String clusterName,
        String version,
        String publicAddress,
        String sshAddress,
        List<String> caPins) {}
