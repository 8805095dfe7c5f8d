package org.sallyport.ejb.sso;

import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.SamlSettings;
import org.sallyport.core.sso.ConnectorMapping;

/**
 * The two sides of a login by SAML.
 *
 * @param address below which the connector's calls are
 */
record SamlParty(String connector, String address, SamlSettings provider) {
    /** What we are called at the provider. */
    String entityId() {
        return address + "/metadata";
    }

    /** Where the provider has its answers posted to. */
    String acs() {
        return address + "/acs";
    }

    SallyportException bad(String cause, String remedy) {
        return ConnectorMapping.refusal(connector, "the SAML response is not good: " + cause, remedy);
    }
}
