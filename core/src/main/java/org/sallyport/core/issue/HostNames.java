package org.sallyport.core.issue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * Principals of host certificates. OpenSSH clients match them as patterns, so {@code *}, {@code ?} and {@code !} must
 * never come in; and they look for lower-case names.
 */
public final class HostNames {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?");
    private static final Pattern SERVER_NAME = Pattern.compile("[a-z0-9:]([a-z0-9._:-]{0,251}[a-z0-9])?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");
    /** Also with a suffix: a certificate names {@code <host id>.<cluster>} as well. */
    private static final Pattern LIKE_HOST_ID =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}(\\..*)?");

    private HostNames() {}

    /** @throws SallyportException INVALID_ARGUMENT for a name that is malformed or that only servers may have */
    static List<String> ofAgent(String hostId, String nodeName, String clusterName) {
        if (!isUuid(hostId)) {
            throw invalid("host id must be a UUID in lower case");
        }
        String cluster = clusterName.toLowerCase(Locale.ROOT);
        String node = nodeName.toLowerCase(Locale.ROOT);
        fault(nodeName, clusterName).ifPresent(fault -> {
            throw invalid(fault);
        });
        Set<String> names = new LinkedHashSet<>(List.of(hostId, hostId + "." + cluster));
        names.add(node);
        names.add(node + "." + cluster);
        return List.copyOf(names);
    }

    /** Why no node may have this name; empty when one may. */
    public static Optional<String> fault(String nodeName, String clusterName) {
        String node = nodeName.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(node).matches()) {
            return Optional.of("node name '" + nodeName
                    + "' must be letters, digits, '.', '_' and '-', starting and ending with a letter or digit");
        }
        if (likeHostId(nodeName)) {
            return Optional.of("node name '" + nodeName
                    + "' looks like a host id, by which another node could be meant: give it another");
        }
        // a node must not become certified as the proxy or as somebody's own machine
        return node.equalsIgnoreCase(clusterName)
                        || node.equals("localhost")
                        || ADDRESS.matcher(node).matches()
                ? Optional.of("node name '" + nodeName + "' is reserved: give it another")
                : Optional.empty();
    }

    /** Whether it could be taken for the host id of a node; who had it as a name would get that node's users. */
    public static boolean likeHostId(String nodeName) {
        return LIKE_HOST_ID.matcher(nodeName).matches();
    }

    /** Whether it is, or with the cluster's name behind it becomes, the host of one of these {@code host:port}: the proxy's own. */
    public static boolean isServers(String nodeName, String clusterName, List<String> addresses) {
        return addresses.stream()
                .map(address -> address.substring(0, Math.max(address.lastIndexOf(':'), 0)))
                .anyMatch(
                        host -> host.equalsIgnoreCase(nodeName) || host.equalsIgnoreCase(nodeName + "." + clusterName));
    }

    static List<String> ofServer(List<String> names) {
        Set<String> checked = new LinkedHashSet<>();
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!SERVER_NAME.matcher(lower).matches()) {
                throw invalid("server name '" + name + "' is no host name or address");
            }
            checked.add(lower);
        }
        return List.copyOf(checked);
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static SallyportException invalid(String why) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, "Auth Service: no certificate was made: " + why);
    }
}
