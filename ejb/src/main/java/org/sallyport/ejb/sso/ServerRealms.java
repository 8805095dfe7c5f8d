package org.sallyport.ejb.sso;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.as.server.CurrentServiceContainer;
import org.jboss.msc.service.ServiceContainer;
import org.jboss.msc.service.ServiceController;
import org.jboss.msc.service.ServiceName;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.wildfly.security.SecurityFactory;
import org.wildfly.security.auth.server.SecurityDomain;
import org.wildfly.security.credential.Credential;

/**
 * What the server's elytron subsystem has, by name. An application can be bound to one security domain by its descriptors;
 * connectors are several and come and go, so they are looked up where the server keeps them.
 */
@ApplicationScoped
public class ServerRealms {
    private static final ServiceName SECURITY = ServiceName.of("org", "wildfly", "security");

    /** @throws SallyportException SSO_UNAVAILABLE */
    SecurityDomain domain(String connector, String name) {
        return service(
                connector, SECURITY.append("security-domain", name), SecurityDomain.class, "security domain", name);
    }

    /** @throws SallyportException SSO_UNAVAILABLE */
    Credential credential(String connector, String name) {
        SecurityFactory<?> factory = service(
                connector,
                SECURITY.append("security-factory", "credential", name),
                SecurityFactory.class,
                "kerberos-security-factory",
                name);
        try {
            return (Credential) factory.create();
        } catch (GeneralSecurityException unusable) {
            throw new SallyportException(
                    ErrorCode.SSO_UNAVAILABLE,
                    "Single sign-on by " + connector + ": the server's kerberos-security-factory '" + name
                            + "' gives no credential; have its keytab and principal checked",
                    unusable.toString(),
                    unusable);
        }
    }

    private static <T> T service(String connector, ServiceName name, Class<T> type, String what, String shortName) {
        ServiceContainer container = CurrentServiceContainer.getServiceContainer();
        ServiceController<?> controller = container == null ? null : container.getService(name);
        if (controller == null) {
            throw missing(connector, what, shortName, null);
        }
        try {
            // nothing else may want it, and only an active one makes what it needs (realm, directory context) start too
            if (controller.getMode() != ServiceController.Mode.ACTIVE) {
                controller.setMode(ServiceController.Mode.ACTIVE);
            }
            return type.cast(controller.awaitValue(10, TimeUnit.SECONDS));
        } catch (IllegalStateException | TimeoutException notUp) {
            throw missing(connector, what, shortName, notUp);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw missing(connector, what, shortName, e);
        }
    }

    private static SallyportException missing(String connector, String what, String name, Exception cause) {
        return new SallyportException(
                ErrorCode.SSO_UNAVAILABLE,
                "Single sign-on by " + connector + ": the server has no working " + what + " '" + name
                        + "'; run the script of wildfly-config for it, or correct the connector",
                String.valueOf(cause),
                cause);
    }
}
