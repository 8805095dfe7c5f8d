package org.sallyport.api.resource;

/** @param securityDomain Elytron's, over an LDAP realm; {@code sallyport-ldap} when left out (wildfly-config/sso-ldap.cli) */
public record LdapSettings(String securityDomain) {
    public LdapSettings {
        securityDomain = ElytronNames.checked("spec.ldap.security_domain", securityDomain, "sallyport-ldap");
    }
}
