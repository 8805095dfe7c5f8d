package org.sallyport.api.audit;

import java.util.Arrays;
import java.util.Optional;

/** The catalogue of audit events: the name people search for and a stable code (suffix I information, W warning). */
public enum AuditEventType {
    CLUSTER_INIT("cluster.init", "SP0001I"),
    USER_LOGIN("user.login", "SP1000I"),
    USER_LOGIN_FAILED("user.login.failed", "SP1000W"),
    USER_LOGOUT("user.logout", "SP1001I"),
    USER_LOCKED_OUT("user.locked_out", "SP1002W"),
    USER_UNLOCKED("user.unlocked", "SP1003I"),
    /** By their owner, from another one; {@link #USER_LOGOUT} is the end of the one that asks. */
    LOGIN_SESSIONS_ENDED("user.session.ended", "SP1004I"),
    PASSWORD_CHANGED("user.password.changed", "SP1005I"),
    PASSWORD_REFUSED("user.password.refused", "SP1005W"),
    INVITE_CREATED("invite.created", "SP1010I"),
    INVITE_ACCEPTED("invite.accepted", "SP1011I"),
    INVITE_REFUSED("invite.refused", "SP1011W"),
    LOGIN_REQUESTED("login.requested", "SP1030I"),
    LOGIN_APPROVED("login.approved", "SP1031I"),
    LOGIN_DENIED("login.denied", "SP1031W"),
    SSO_TESTED("sso.tested", "SP1035I"),
    MFA_DEVICE_ADDED("mfa.device.added", "SP1020I"),
    MFA_DEVICE_REMOVED("mfa.device.removed", "SP1021I"),
    MFA_VERIFIED("mfa.verified", "SP1022I"),
    MFA_REFUSED("mfa.refused", "SP1022W"),
    RECOVERY_CODES_MADE("mfa.recovery_codes.made", "SP1023I"),
    RECOVERY_CODE_USED("mfa.recovery_code.used", "SP1024I"),
    MFA_DEVICE_CLONED("mfa.device.cloned", "SP1025W"),
    AGENT_JOINED("agent.joined", "SP1100I"),
    AGENT_JOIN_REFUSED("agent.join.refused", "SP1100W"),
    AGENT_RENEWED("agent.renewed", "SP1101I"),
    AGENT_RENEW_REFUSED("agent.renew.refused", "SP1101W"),
    CERTIFICATE_ISSUED("cert.issued", "SP1200I"),
    CERTIFICATE_REFUSED("cert.refused", "SP1200W"),
    /** Fields {@code serial}, {@code revoked_at}, {@code reason}: what verification compares the certificate with. */
    CERTIFICATE_REVOKED("cert.revoked", "SP1500I"),
    TUNNEL_UP("tunnel.up", "SP1300I"),
    TUNNEL_DOWN("tunnel.down", "SP1301I"),
    PROXY_LOGIN("proxy.login", "SP1310I"),
    PROXY_LOGIN_REFUSED("proxy.login.refused", "SP1310W"),
    DIAL("proxy.dial", "SP1311I"),
    DIAL_REFUSED("proxy.dial.refused", "SP1311W"),
    LOCK_ENDED("lock.ended", "SP1400W"),
    AUDIT_RETAINED("audit.retained", "SP1600I"),
    SESSION_START("session.start", "SP2000I"),
    SESSION_END("session.end", "SP2001I"),
    SESSION_RESUME("session.resume", "SP2002I"),
    SESSION_JOIN("session.join", "SP2003I"),
    SESSION_JOIN_REFUSED("session.join.refused", "SP2003W"),
    SESSION_LEAVE("session.leave", "SP2004I"),
    SESSION_TERMINATED("session.terminated", "SP2005I"),
    /** By somebody at the server; {@link #SESSION_END} follows when the agent did so. */
    SESSION_END_REQUESTED("session.end.requested", "SP2008I"),
    EXEC("session.exec", "SP2010I"),
    SFTP("session.sftp", "SP2011I"),
    PORT_FORWARD("session.port_forward", "SP2012I"),
    AGENT_FORWARD("session.agent_forward", "SP2013I"),
    RECORDING_FAILED("recording.failed", "SP2104W"),
    SSH_LOGIN_REFUSED("session.login.refused", "SP2020W"),
    /** In the browser; what was refused further in has its own event too. */
    TERMINAL_REFUSED("session.terminal.refused", "SP2021W"),
    /** A file that went from a node to a browser, or the other way, whole. */
    FILE_TRANSFER("session.file", "SP2022I"),
    FILE_TRANSFER_FAILED("session.file.failed", "SP2022W"),
    ACCESS_DENIED("access.denied", "SP2030W"),
    RECORDING_COMPLETED("recording.completed", "SP2100I"),
    RECORDING_INCOMPLETE("recording.incomplete", "SP2101W"),
    RECORDING_READ("recording.read", "SP2102I"),
    RECORDING_DELETED("recording.deleted", "SP2103I"),
    RESOURCE_CREATED("resource.created", "SP3000I"),
    RESOURCE_UPDATED("resource.updated", "SP3001I"),
    RESOURCE_DELETED("resource.deleted", "SP3002I"),
    RESOURCE_REFUSED("resource.refused", "SP3003W"),
    COMPONENT_CALL_REFUSED("component.refused", "SP3100W"),
    CA_ROTATED("ca.rotated", "SP3200I"),
    CA_ROTATION_REFUSED("ca.rotation.refused", "SP3200W"),
    CA_ROTATION_STOPPED("ca.rotation.stopped", "SP3201W");

    private final String wireName;
    private final String code;

    AuditEventType(String wireName, String code) {
        this.wireName = wireName;
        this.code = code;
    }

    public String wireName() {
        return wireName;
    }

    public String code() {
        return code;
    }

    public Outcome outcome() {
        return code.endsWith("I") ? Outcome.SUCCESS : Outcome.FAILURE;
    }

    public static Optional<AuditEventType> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(name))
                .findFirst();
    }
}
