package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * SPNEGO in the browser.
 *
 * @param credential Elytron's kerberos-security-factory; {@code sallyport-kerberos} when left out
 *     (wildfly-config/sso-kerberos.cli)
 * @param realm the Kerberos realm whose principals are let in; {@code ada@REALM} becomes user {@code ada}
 * @param directory a security domain that is asked for the principal's attributes, such as {@code sallyport-ldap};
 *     without one the only attribute is {@code realm}
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record KerberosSettings(String credential, String realm, Optional<String> directory) {
    public KerberosSettings {
        credential = ElytronNames.checked("spec.kerberos.credential", credential, "sallyport-kerberos");
        if (realm == null || !realm.matches("[A-Za-z0-9._-]{1,255}")) {
            throw Specs.invalid("spec.kerberos.realm must name a Kerberos realm, such as EXAMPLE.ORG");
        }
        directory = directory == null
                ? Optional.empty()
                : directory.map(name -> ElytronNames.checked("spec.kerberos.directory", name, "sallyport-ldap"));
    }
}
