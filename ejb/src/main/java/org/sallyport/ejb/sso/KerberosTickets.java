package org.sallyport.ejb.sso;

import jakarta.enterprise.context.ApplicationScoped;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.sallyport.core.sso.ConnectorMapping;
import org.wildfly.security.credential.Credential;
import org.wildfly.security.credential.GSSKerberosCredential;

/** Takes a browser's SPNEGO token with the server's own key (RFC 4559). */
@ApplicationScoped
public class KerberosTickets {
    /** Tickets with many groups are large; none is that large. */
    private static final int MAX_TOKEN = 65_536;

    /** @return {@code name@REALM}. One step: a ticket that needs another is of no use to a browser */
    String principal(String connector, Credential credential, byte[] token) {
        if (!(credential instanceof GSSKerberosCredential kerberos) || token.length > MAX_TOKEN) {
            throw refusal(connector, null);
        }
        try {
            GSSContext context = GSSManager.getInstance().createContext(kerberos.getGssCredential());
            try {
                context.acceptSecContext(token, 0, token.length);
                if (!context.isEstablished()) {
                    throw refusal(connector, null);
                }
                return context.getSrcName().toString();
            } finally {
                context.dispose();
            }
        } catch (GSSException refused) {
            throw refusal(connector, refused);
        }
    }

    private static org.sallyport.api.error.SallyportException refusal(String connector, GSSException cause) {
        if (cause != null && cause.getMajor() == GSSException.CREDENTIALS_EXPIRED) {
            return ConnectorMapping.refusal(connector, "the Kerberos ticket has expired", "take a new one (kinit)");
        }
        return new org.sallyport.api.error.SallyportException(
                org.sallyport.api.error.ErrorCode.SSO_REFUSED,
                "Single sign-on by " + connector + ": the Kerberos ticket is not good for this server; take a new one"
                        + " (kinit), compare clocks, and have the server's keytab checked",
                String.valueOf(cause),
                cause);
    }
}
