package org.sallyport.ejb.join;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.JoinRequest;
import org.sallyport.core.issue.HostNames;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

/**
 * A join request taken apart and bounded; nothing here depends on whether the token is good.
 *
 * @param tokenName before the last dot of the token
 * @param tokenSecret after it
 * @param hostId empty on a first join
 */
record JoinForm(JoinRequest request, String tokenName, String tokenSecret, String hostId, Set<ServiceType> services) {
    private static final int MAX_TEXT = 16 * 1024;
    private static final Pattern NODE_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,126}[A-Za-z0-9])?");

    JoinForm {
        services = Collections.unmodifiableSet(services);
    }

    /** @throws SallyportException INVALID_ARGUMENT */
    static JoinForm of(JoinRequest request) {
        for (String text : List.of(
                orEmpty(request.token()),
                orEmpty(request.hostId()),
                orEmpty(request.tunnelCertificate()),
                orEmpty(request.proof()))) {
            if (text.length() > MAX_TEXT) {
                throw invalid("a field is longer than " + MAX_TEXT + " characters");
            }
        }
        requireNodeName(request.nodeName());
        requireKeys(request.hostPublicKey(), request.tunnelPublicKey(), request.tlsPublicKey());
        if (request.services() == null || request.services().isEmpty()) {
            throw invalid("services must name at least one service");
        }
        String token = orEmpty(request.token()).strip();
        int dot = token.lastIndexOf('.');
        return new JoinForm(
                request,
                dot < 0 ? "" : token.substring(0, dot),
                token.substring(dot + 1),
                hostId(orEmpty(request.hostId())),
                EnumSet.copyOf(request.services()));
    }

    static void requireNodeName(String name) {
        if (name == null || !NODE_NAME.matcher(name).matches()) {
            throw invalid("node_name must be 1 to 128 letters, digits, '.', '_' or '-', like a host name");
        }
        if (HostNames.likeHostId(name)) {
            throw invalid("node_name '" + name + "' looks like a host id, by which another node could be meant; set"
                    + " another one in the agent's configuration");
        }
    }

    /** The parsers throw INVALID_ARGUMENT and refuse certificates. */
    static void requireKeys(String host, String tunnel, String tls) {
        SshKeys.parsePublic(host);
        SshKeys.parsePublic(tunnel);
        TlsKeys.parsePublic(tls);
    }

    boolean isRejoin() {
        return !hostId.isEmpty();
    }

    private static String hostId(String text) {
        if (text.isEmpty()) {
            return "";
        }
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException malformed) {
            throw invalid("host_id must be a UUID or empty");
        }
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static SallyportException invalid(String cause) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, "Auth Service: malformed join request: " + cause);
    }
}
