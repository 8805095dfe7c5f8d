package org.sallyport.api.rest;

/**
 * A choice on the login page.
 *
 * @param protocol {@code oidc}, {@code saml}, {@code ldap} or {@code kerberos}
 * @param method {@code redirect}: go to {@code /sso/<name>/begin}; {@code password}: ask for name and password;
 *     {@code negotiate}: go to {@code /sso/<name>/negotiate}
 */
public record ConnectorView(String name, String display, String protocol, String method) {}
