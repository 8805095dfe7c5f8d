package org.sallyport.core.remote;

import static java.util.Objects.requireNonNull;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.Secret;

/**
 * An HTTP proxy through which the cluster is reached by CONNECT (RFC 9110 section 9.3.6), as {@code HTTPS_PROXY} and
 * {@code NO_PROXY} say.
 *
 * @param credentials {@code user:password}
 */
public record HttpProxy(String host, int port, Optional<Secret> credentials) {
    private static final int DEFAULT_PORT = 8080;

    public HttpProxy {
        requireNonNull(host, "host");
        requireNonNull(credentials, "credentials");
    }

    /** @throws SallyportException INVALID_CONFIG */
    public static Optional<HttpProxy> ofEnvironment(ClusterAddress target) {
        return of(System.getenv(), target);
    }

    static Optional<HttpProxy> of(Map<String, String> environment, ClusterAddress target) {
        String text = first(environment, "HTTPS_PROXY", "https_proxy");
        if (text.isEmpty() || excluded(first(environment, "NO_PROXY", "no_proxy"), target)) {
            return Optional.empty();
        }
        return Optional.of(parse(text));
    }

    private static String first(Map<String, String> environment, String name, String other) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? environment.getOrDefault(other, "").trim() : value.trim();
    }

    private static HttpProxy parse(String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
                String host = uri.getHost().replaceAll("[\\[\\]]", "");
                return new HttpProxy(
                        host,
                        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                        Optional.ofNullable(uri.getUserInfo()).map(Secret::new));
            }
        } catch (URISyntaxException e) {
            // its message would show the password
            throw invalid();
        }
        throw invalid();
    }

    private static SallyportException invalid() {
        return new SallyportException(
                ErrorCode.INVALID_CONFIG,
                "environment: HTTPS_PROXY is not understood; write it like http://proxy.example.com:3128");
    }

    /** Names match with what is below them; {@code *} matches everything; addresses match when written alike. */
    private static boolean excluded(String list, ClusterAddress target) {
        String host = target.bareHost().toLowerCase(Locale.ROOT);
        return Arrays.stream(list.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .map(entry -> entry.replaceFirst("^\\*?\\.", "").replaceFirst("^\\[(.*)](:\\d+)?$", "$1"))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals("*")
                        || host.equals(entry)
                        || host.endsWith("." + entry)
                        || entry.equals(host + ":" + target.port()));
    }

    /**
     * Has java.net.http pass through it. For Basic credentials the JDK wants the system property
     * jdk.http.auth.tunneling.disabledSchemes to be empty; the launchers see to it.
     */
    void install(HttpClient.Builder client) {
        client.proxy(ProxySelector.of(new InetSocketAddress(host, port)));
        credentials.map(Secret::reveal).ifPresent(text -> {
            String[] parts = text.split(":", 2);
            client.authenticator(new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return getRequestorType() == RequestorType.PROXY
                            ? new PasswordAuthentication(parts[0], (parts.length > 1 ? parts[1] : "").toCharArray())
                            : null;
                }
            });
        });
    }

    /** Value of the header Proxy-Authorization (RFC 7617). */
    Optional<String> authorization() {
        return credentials.map(secret ->
                "Basic " + Base64.getEncoder().encodeToString(secret.reveal().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
