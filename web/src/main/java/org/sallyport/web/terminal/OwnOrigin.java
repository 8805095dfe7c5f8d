package org.sallyport.web.terminal;

import java.util.Locale;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * Whether a WebSocket is opened by the console's own page. Browsers let any page open one and send the cookie along; what
 * tells them apart is the header Origin (RFC 6455 section 10.2).
 */
final class OwnOrigin {
    private static final String HTTPS_PORT = ":443";

    private OwnOrigin() {}

    /**
     * @param origin the header; may be null
     * @param publicAddress {@code host:port} of the cluster
     * @throws SallyportException ACCESS_DENIED
     */
    static void require(String origin, String publicAddress) {
        String address = publicAddress.toLowerCase(Locale.ROOT);
        String own = "https://"
                + (address.endsWith(HTTPS_PORT)
                        ? address.substring(0, address.length() - HTTPS_PORT.length())
                        : address);
        if (!own.equals(origin)) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    "Terminal: only pages of " + own + " may open terminals here; open the console at that address, or"
                            + " have cluster_config's public_address corrected",
                    "origin " + (origin == null ? "none" : origin.length() > 200 ? origin.substring(0, 200) : origin));
        }
    }
}
