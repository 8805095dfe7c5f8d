package org.sallyport.cli.profile;

import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;

/** The known_hosts of a profile (sshd(8), {@code @cert-authority}): the cluster's host CA vouches for proxy and nodes. */
public final class KnownHosts {
    public static final String FILE = "known_hosts";

    private KnownHosts() {}

    public static String of(Profile profile) {
        String host = host(profile);
        String patterns = "*." + profile.cluster().clusterName() + "," + host + ",[" + host + "]:" + port(profile);
        StringBuilder lines = new StringBuilder();
        for (Authority authority : profile.authorities()) {
            if (authority.type() == CaType.HOST) {
                authority.sshPublicKeys().forEach(key -> lines.append("@cert-authority ")
                        .append(patterns)
                        .append(' ')
                        .append(key.strip())
                        .append('\n'));
            }
        }
        return lines.toString();
    }

    /** Inside HTTPS this is only the name that the proxy's host certificate is checked for. */
    private static String address(Profile profile) {
        return profile.direct()
                ? profile.cluster().sshAddress()
                : profile.cluster().publicAddress();
    }

    public static String host(Profile profile) {
        String address = address(profile);
        return address.substring(0, address.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
    }

    public static String port(Profile profile) {
        String address = address(profile);
        return address.substring(address.lastIndexOf(':') + 1);
    }
}
