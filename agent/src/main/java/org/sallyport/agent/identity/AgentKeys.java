package org.sallyport.agent.identity;

import static java.util.Objects.requireNonNull;

import java.security.KeyPair;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

/** The agent's private keys. Made here, they never leave this machine. */
public record AgentKeys(KeyPair host, KeyPair tunnel, KeyPair tls) {
    public AgentKeys {
        requireNonNull(host, "host");
        requireNonNull(tunnel, "tunnel");
        requireNonNull(tls, "tls");
    }

    public static AgentKeys generate() {
        return new AgentKeys(SshKeys.generate(), SshKeys.generate(), TlsKeys.generate());
    }

    /** New keys towards the cluster; the host key, which clients may remember, stays. */
    public AgentKeys rotated() {
        return new AgentKeys(host, SshKeys.generate(), TlsKeys.generate());
    }

    public String hostLine() {
        return SshKeys.line(host.getPublic());
    }

    public String tunnelLine() {
        return SshKeys.line(tunnel.getPublic());
    }

    public String tlsPem() {
        return TlsKeys.publicPem(tls.getPublic());
    }
}
