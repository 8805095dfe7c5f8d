package org.sallyport.api.cert;

/**
 * Names inside our certificates. SSH extension values are SSH strings (RFC 4251 section 5) as OpenSSH's
 * PROTOCOL.certkeys wants them; lists and maps are JSON.
 */
public final class CertificateNames {
    /** JSON array of role names. */
    public static final String ROLES = "roles@sallyport.org";
    /** JSON object of string arrays. */
    public static final String TRAITS = "traits@sallyport.org";
    /** The cluster's UUID. */
    public static final String CLUSTER = "cluster@sallyport.org";
    /** Textual IP address from which the person logged in. */
    public static final String LOGIN_IP = "login-ip@sallyport.org";
    /** JSON array of services, in agents' tunnel certificates only. */
    public static final String SERVICES = "services@sallyport.org";
    /** Of an agent: the name it joined with. */
    public static final String NODE = "node@sallyport.org";
    /** Id of the device that the login was opened with. */
    public static final String LOGIN_MFA = "login-mfa@sallyport.org";

    /** Id of the device that was shown for this one session; only together with {@link #MFA_TARGET}. */
    public static final String MFA = "mfa@sallyport.org";
    /** Host id of the only node that a certificate with {@link #MFA} is for. */
    public static final String MFA_TARGET = "mfa-target@sallyport.org";

    /** A flag: the holder's roles want a second factor for each session. For the client, which then asks. */
    public static final String SESSION_MFA = "session-mfa@sallyport.org";

    /**
     * In a user's certificate that a proxy got for a connection of its own in that user's name: serial of the user's own
     * certificate. The session is recorded and watched at the proxy.
     */
    public static final String PROXIED = "proxied@sallyport.org";

    /** Reserved for later issues, checked for nowhere yet but never given to another use. */
    public static final String ACTIVE_REQUESTS = "active-requests@sallyport.org";

    public static final String ALLOWED_RESOURCES = "allowed-resources@sallyport.org";
    public static final String BOT = "bot@sallyport.org";
    public static final String GENERATION = "generation@sallyport.org";
    public static final String RENEWABLE = "renewable@sallyport.org";

    /** Principal of an agent's tunnel login is this followed by the host id (a UUID). */
    public static final String AGENT_PRINCIPAL_PREFIX = "agent:";
    /** The only principal of a user certificate that allows no login at all. */
    public static final String NO_LOGIN_PRINCIPAL = "-sallyport-no-login";

    /**
     * OID of the one v3 extension of our X.509 certificates: a UTF8String with canonical JSON, {@code {"v":1,…}}. The
     * arc is 2.25 (UUID-derived, ITU-T X.667), so it needs no registration.
     */
    public static final String X509_EXTENSION_OID = "2.25.147161592623007281391153622251257337520";

    private CertificateNames() {}
}
