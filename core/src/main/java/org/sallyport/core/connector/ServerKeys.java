package org.sallyport.core.connector;

import org.sallyport.core.keys.Secret;

/**
 * Keys and certificates of the adapter's own listeners. SSH: host certificate (OpenSSH line) signed by the host CA with
 * the proxy's public names as principals, private key in OpenSSH format. TLS: PEM chain and PKCS#8 PEM, signed by the
 * host CA, SAN {@code sallyport-auth} (what agents verify) and loopback.
 */
public record ServerKeys(String sshHostCertificate, Secret sshHostKey, String tlsChain, Secret tlsKey) {
    public static final String AUTH_SERVER_NAME = "sallyport-auth";
}
