package org.sallyport.api.rest;

/**
 * Binds the HTTPS connection to the cluster (in the manner of RFC 5929 {@code tls-server-end-point}).
 *
 * @param chain PEM chain of the server's certificate under the host CA (the one of the component API)
 * @param certificateSha256 lower-case hex SHA-256 of the DER certificate the HTTPS port presents
 * @param signature base64 ECDSA-SHA256 by that certificate's key over the UTF-8 bytes of
 *     {@code sallyport-tls-binding-v1\n<nonce as sent>\n<certificateSha256>\n}
 */
public record TlsBinding(String chain, String certificateSha256, String signature) {}
