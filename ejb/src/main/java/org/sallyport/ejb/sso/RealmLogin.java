package org.sallyport.ejb.sso;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.KerberosSettings;
import org.sallyport.api.resource.LdapSettings;
import org.sallyport.api.resource.Resource;
import org.sallyport.core.sso.Attested;
import org.sallyport.core.sso.ConnectorMapping;
import org.wildfly.security.auth.server.RealmIdentity;
import org.wildfly.security.auth.server.RealmUnavailableException;
import org.wildfly.security.auth.server.SecurityDomain;
import org.wildfly.security.auth.server.SecurityIdentity;
import org.wildfly.security.authz.Attributes;
import org.wildfly.security.evidence.PasswordGuessEvidence;

/** Logins that a security domain of the server decides: a password against LDAP, a Kerberos ticket. */
@ApplicationScoped
public class RealmLogin {
    /** As a user may be called here. What is refused never reaches the directory, whatever its filters would make of it. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,127}");

    private static final int MAX_PASSWORD = 256;

    private final ServerRealms realms;
    private final KerberosTickets tickets;

    /** For the container's proxy. */
    protected RealmLogin() {
        this(null, null);
    }

    @Inject
    public RealmLogin(ServerRealms realms, KerberosTickets tickets) {
        this.realms = realms;
        this.tickets = tickets;
    }

    Attested password(Resource<AuthConnectorSpec> connector, String user, String password) {
        LdapSettings settings = connector
                .spec()
                .ldap()
                .orElseThrow(() -> ConnectorMapping.refusal(
                        connector.name(), "it takes no password", "choose it on the login page"));
        // RFC 4513 section 5.1.2: a bind with an empty password succeeds for anybody
        boolean plausible = NAME.matcher(user).matches()
                && password != null
                && !password.isEmpty()
                && password.length() <= MAX_PASSWORD;
        if (!plausible) {
            throw wrong(connector.name());
        }
        SecurityDomain domain = realms.domain(connector.name(), settings.securityDomain());
        try {
            SecurityIdentity identity = domain.authenticate(user, new PasswordGuessEvidence(password.toCharArray()));
            return new Attested(identity.getPrincipal().getName(), attributes(identity.getAttributes()));
        } catch (RealmUnavailableException down) {
            throw unavailable(connector.name(), down);
        } catch (SecurityException refused) {
            throw wrong(connector.name());
        }
    }

    /** @param token of SPNEGO */
    Attested ticket(Resource<AuthConnectorSpec> connector, byte[] token) {
        KerberosSettings settings = connector
                .spec()
                .kerberos()
                .orElseThrow(() -> ConnectorMapping.refusal(
                        connector.name(), "it takes no Kerberos ticket", "choose it on the login page"));
        String principal =
                tickets.principal(connector.name(), realms.credential(connector.name(), settings.credential()), token);
        String suffix = "@" + settings.realm();
        if (!principal.endsWith(suffix)) {
            throw ConnectorMapping.refusal(
                    connector.name(),
                    "the ticket is of another realm than " + settings.realm(),
                    "take a ticket of that realm (kinit)");
        }
        String user = principal.substring(0, principal.length() - suffix.length());
        Map<String, List<String>> attributes = new TreeMap<>();
        settings.directory().ifPresent(name -> attributes.putAll(lookUp(connector.name(), name, user)));
        attributes.put("realm", List.of(settings.realm()));
        return new Attested(user, attributes);
    }

    private Map<String, List<String>> lookUp(String connector, String domain, String user) {
        if (!NAME.matcher(user).matches()) {
            throw ConnectorMapping.refusal(
                    connector, "the ticket's principal is no name for a user here", "take a ticket of a person");
        }
        try {
            RealmIdentity identity = realms.domain(connector, domain).getIdentity(user);
            try {
                if (!identity.exists()) {
                    throw ConnectorMapping.refusal(
                            connector,
                            "the directory does not know '" + user + "'",
                            "have the account made there, or take spec.kerberos.directory out");
                }
                return attributes(identity.getAttributes());
            } finally {
                identity.dispose();
            }
        } catch (RealmUnavailableException down) {
            throw unavailable(connector, down);
        }
    }

    private static Map<String, List<String>> attributes(Attributes found) {
        Map<String, List<String>> attributes = new TreeMap<>();
        for (Attributes.Entry entry : found.entries()) {
            attributes.put(entry.getKey(), new ArrayList<>(entry));
        }
        return attributes;
    }

    /** The same for a name that is not there, a wrong password and a locked account. */
    private static SallyportException wrong(String connector) {
        return new SallyportException(
                ErrorCode.BAD_CREDENTIALS,
                "Single sign-on by " + connector + ": user or password is wrong, or the account is locked; check both,"
                        + " or ask whoever runs the directory");
    }

    private static SallyportException unavailable(String connector, Exception cause) {
        return new SallyportException(
                ErrorCode.SSO_UNAVAILABLE,
                "Single sign-on by " + connector + ": the directory does not answer this server; try again, and if it"
                        + " stays so tell an administrator",
                cause.toString(),
                cause);
    }
}
