package org.sallyport.cli.profile;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.rest.ClusterInfo;

/**
 * One login at one cluster, as kept in {@code profile.json} (mode 0600: it holds the bearer token).
 *
 * @param proxy {@code host:port} of the HTTPS port as typed at login
 * @param caPin the pin the cluster was verified by; empty when its certificate is publicly trusted; several, separated by
 *     commas, while its host CA is rotated
 * @param direct whether ssh goes to the cluster's SSH port instead of inside HTTPS
 * @param token bearer token of the login session
 */
public record Profile(
        String proxy,
        String caPin,
        String user,
        List<String> roles,
        List<String> logins,
        String token,
        Instant expires,
        ClusterInfo cluster,
        List<Authority> authorities,
        boolean direct) {
    public Profile {
        requireNonNull(proxy, "proxy");
        caPin = caPin == null ? "" : caPin;
        requireNonNull(user, "user");
        roles = List.copyOf(roles);
        logins = List.copyOf(logins);
        requireNonNull(token, "token");
        requireNonNull(expires, "expires");
        requireNonNull(cluster, "cluster");
        authorities = List.copyOf(authorities);
    }

    /** The same login at a cluster whose CA keys have changed. */
    Profile withAuthorities(List<Authority> now, String pins) {
        return new Profile(proxy, pins, user, roles, logins, token, expires, cluster, now, direct);
    }
}
