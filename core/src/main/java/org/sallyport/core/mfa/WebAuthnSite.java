package org.sallyport.core.mfa;

import java.util.Optional;

/**
 * Where security keys are used: the relying party's id is the host of the cluster's public address, its origin that
 * address (W3C Web Authentication sections 5.1.2 and 13.4.9).
 *
 * @param rpId a DNS name
 * @param origin {@code https://host}, with the port unless it is 443
 */
public record WebAuthnSite(String rpId, String origin) {
    private static final String HTTPS_PORT = "443";

    /** Empty for an IP address: browsers make no keys for one. @param publicAddress {@code host:port} */
    public static Optional<WebAuthnSite> of(String publicAddress) {
        int colon = publicAddress.lastIndexOf(':');
        String host = publicAddress.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
        String port = publicAddress.substring(colon + 1);
        boolean address = host.contains(":") || host.matches("[0-9.]+");
        return address
                ? Optional.empty()
                : Optional.of(new WebAuthnSite(host, "https://" + host + (port.equals(HTTPS_PORT) ? "" : ":" + port)));
    }
}
