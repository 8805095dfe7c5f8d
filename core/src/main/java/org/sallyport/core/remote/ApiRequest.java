package org.sallyport.core.remote;

import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sallyport.core.keys.Secret;

/**
 * One call of the REST API.
 *
 * @param path begins with {@code /api/v1/}; its segments are already encoded, see {@link #segment}
 * @param body written as JSON
 */
public record ApiRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        Optional<Secret> token,
        Optional<Object> body) {
    public ApiRequest {
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
        requireNonNull(token, "token");
        requireNonNull(body, "body");
    }

    public static ApiRequest of(String method, String path) {
        return new ApiRequest(method, path, Map.of(), Map.of(), Optional.empty(), Optional.empty());
    }

    public static ApiRequest get(String path) {
        return of("GET", path);
    }

    public static ApiRequest post(String path, Object body) {
        return of("POST", path).with(body);
    }

    public ApiRequest with(Object document) {
        return new ApiRequest(method, path, query, headers, token, Optional.of(document));
    }

    /** An empty value is left out. */
    public ApiRequest query(String name, String value) {
        return value == null || value.isEmpty()
                ? this
                : new ApiRequest(method, path, put(query, name, value), headers, token, body);
    }

    public ApiRequest header(String name, String value) {
        return new ApiRequest(method, path, query, put(headers, name, value), token, body);
    }

    public ApiRequest bearer(Secret secret) {
        return new ApiRequest(method, path, query, headers, Optional.of(secret), body);
    }

    public ApiRequest ifMatch(long revision) {
        return header("If-Match", "\"" + revision + "\"");
    }

    /** Text as one segment of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    String pathAndQuery() {
        if (query.isEmpty()) {
            return path;
        }
        StringBuilder all = new StringBuilder(path);
        char separator = '?';
        for (Map.Entry<String, String> entry : new TreeMap<>(query).entrySet()) {
            all.append(separator).append(segment(entry.getKey())).append('=').append(segment(entry.getValue()));
            separator = '&';
        }
        return all.toString();
    }

    private static Map<String, String> put(Map<String, String> map, String name, String value) {
        Map<String, String> copy = new TreeMap<>(map);
        copy.put(name, value);
        return copy;
    }
}
