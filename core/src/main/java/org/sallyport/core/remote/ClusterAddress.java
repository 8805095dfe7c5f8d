package org.sallyport.core.remote;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Where a cluster is reached: {@code host:port}, IPv6 in brackets. */
public record ClusterAddress(String host, int port) {
    private static final int HTTPS = 443;
    private static final Pattern FORM = Pattern.compile(
            "(?:https://)?(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)(?::([0-9]{1,5}))?/?");

    public ClusterAddress {
        requireNonNull(host, "host");
        if (port < 1 || port > 65_535) {
            throw invalid(host + ":" + port);
        }
    }

    /**
     * Accepts {@code host}, {@code host:port} and {@code https://host:port}; the port is 443 when none is given.
     *
     * @throws SallyportException INVALID_ARGUMENT
     */
    public static ClusterAddress parse(String text) {
        Matcher match = FORM.matcher(text == null ? "" : text.trim());
        if (!match.matches()) {
            throw invalid(text);
        }
        return new ClusterAddress(match.group(1), match.group(3) == null ? HTTPS : Integer.parseInt(match.group(3)));
    }

    private static SallyportException invalid(String text) {
        return new SallyportException(
                ErrorCode.INVALID_ARGUMENT,
                "'" + text + "' is no address of a cluster: write it like proxy.example.com:8443");
    }

    /** Without the brackets of an IPv6 address, as sockets want it. */
    public String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    URI uri(String pathAndQuery) {
        return URI.create("https://" + host + ":" + port + pathAndQuery);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
