package org.sallyport.core.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.Problem;
import org.sallyport.api.error.SallyportException;

/** Failed calls as one line for a person: the layer that failed, the cause, the remedy. */
final class RemoteFailures {
    private final ClusterAddress address;
    private final ObjectMapper mapper;

    RemoteFailures(ClusterAddress address, ObjectMapper mapper) {
        this.address = address;
        this.mapper = mapper;
    }

    /** No answer came. */
    SallyportException of(Throwable failure) {
        if (find(failure, SallyportException.class).isPresent()) {
            return find(failure, SallyportException.class).get();
        }
        if (find(failure, UnresolvedAddressException.class).isPresent()
                || find(failure, UnknownHostException.class).isPresent()) {
            return unreachable("name resolution: there is no host " + address.host() + "; check the name", failure);
        }
        if (find(failure, CertPathBuilderException.class).isPresent()
                || find(failure, CertificateException.class).isPresent()) {
            return new SallyportException(
                    ErrorCode.CERTIFICATE_UNTRUSTED,
                    "TLS: the certificate of " + address + " is not trusted here (" + reason(failure)
                            + "); give the cluster's CA pin, or install its CA on this machine",
                    "",
                    failure);
        }
        if (find(failure, SSLException.class).isPresent()) {
            return unreachable(
                    "TLS: no secure connection to " + address + " (" + reason(failure)
                            + "); check that this is the cluster's HTTPS address",
                    failure);
        }
        if (find(failure, HttpConnectTimeoutException.class).isPresent()
                || find(failure, NoRouteToHostException.class).isPresent()) {
            return unreachable(
                    "network: no way to " + address + "; check the address, the route and the firewalls", failure);
        }
        if (find(failure, HttpTimeoutException.class).isPresent()
                || find(failure, TimeoutException.class).isPresent()) {
            return unreachable("HTTP: " + address + " took too long to answer; try again later", failure);
        }
        if (find(failure, ConnectException.class).isPresent()) {
            return unreachable(
                    "network: " + address + " refuses connections; check the address and that the cluster runs",
                    failure);
        }
        return unreachable(
                "HTTP: the connection to " + address + " broke (" + reason(failure) + "); try again", failure);
    }

    /** An answer came, and it is none of the good ones. */
    SallyportException of(int status, byte[] body) {
        Optional<Problem> problem = problem(body);
        if (problem.isEmpty()) {
            return unreachable(
                    "HTTP: " + address + " answered with status " + status
                            + " and no Sallyport error; check that this is the cluster's address and no proxy is between",
                    null);
        }
        Problem told = problem.get();
        String trace = told.traceId().isEmpty() ? "" : "trace " + told.traceId();
        return new SallyportException(
                ErrorCode.ofNumber(told.code()).orElseGet(() -> nearest(status)), told.detail(), trace);
    }

    /** A newer server may use a number this client does not know; the status still tells its type. */
    private static ErrorCode nearest(int status) {
        return switch (status) {
            case 400 -> ErrorCode.INVALID_ARGUMENT;
            case 401 -> ErrorCode.NOT_LOGGED_IN;
            case 403 -> ErrorCode.ACCESS_DENIED;
            case 404 -> ErrorCode.NOT_FOUND;
            case 409, 412 -> ErrorCode.STALE_REVISION;
            case 429 -> ErrorCode.RATE_LIMITED;
            case 503 -> ErrorCode.STORE_UNAVAILABLE;
            default -> ErrorCode.INTERNAL;
        };
    }

    private Optional<Problem> problem(byte[] body) {
        try {
            return Optional.ofNullable(mapper.readValue(body, Problem.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (java.io.IOException e) {
            return Optional.empty();
        }
    }

    SallyportException unreadable(Throwable failure) {
        return unreachable(
                "HTTP: the answer of " + address
                        + " is not understood; client and cluster may be of different versions",
                failure);
    }

    private static SallyportException unreachable(String message, Throwable cause) {
        return new SallyportException(ErrorCode.PROXY_UNREACHABLE, message, "", cause);
    }

    /** Innermost message: the outer ones of java.net.http only repeat it. */
    private static String reason(Throwable failure) {
        String reason = "";
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each.getMessage() != null) {
                reason = each.getMessage();
            }
        }
        return reason.isEmpty() ? failure.getClass().getSimpleName() : reason;
    }

    static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }
}
