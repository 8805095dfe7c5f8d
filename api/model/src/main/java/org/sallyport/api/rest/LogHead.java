package org.sallyport.api.rest;

import java.time.Instant;

/**
 * A signed tree head of the transparency log (docs/protocol/transparency.md).
 *
 * @param size number of leaves
 * @param rootHash SHA-256 in hex
 * @param keyId SHA-256 of the key's SubjectPublicKeyInfo in hex
 * @param publicKey the signing key, PEM
 * @param signature ECDSA with SHA-256, DER in base64
 */
public record LogHead(
        String clusterId, long size, String rootHash, Instant time, String keyId, String publicKey, String signature) {}
