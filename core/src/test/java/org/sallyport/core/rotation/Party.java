package org.sallyport.core.rotation;

import java.security.KeyPair;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.ca.X509CertificateChecker;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.fakes.MemoryAudit;
import org.sallyport.core.fakes.MemoryIssuedCertificates;
import org.sallyport.core.fakes.MemoryStore;
import org.sallyport.core.identity.CaUse;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.issue.AgentCertificates;
import org.sallyport.core.issue.AgentIssue;
import org.sallyport.core.issue.CertificateIssuer;
import org.sallyport.core.issue.ServerIssue;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

/** What somebody has who was in touch with the cluster in one phase: its trust, and certificates made in that phase. */
final class Party {
    static final String CLUSTER = "0b1f9a52-2f5e-4f2c-8a55-7f6a8f0f3d10";
    static final String HOST_ID = "6a1d0c1e-27d5-45a6-9a7e-3a2f4e1f0c9b";
    private static final String PROXY = "proxy.example.org";

    private final Clock clock;
    final Trust trust;
    final AgentCertificates agent;
    private final ServerKeys server;

    Party(CaKeys hostCa, Clock clock) {
        this.clock = clock;
        MemoryStore store = new MemoryStore();
        CertificateIssuer issuer =
                new CertificateIssuer(new MemoryIssuedCertificates(store), new MemoryAudit(store), clock);
        KeyPair ssh = SshKeys.generate();
        trust = new Trust(1, CLUSTER, List.of(hostCa.authority()), Set.of());
        agent = issuer.issueAgent(
                new AgentIssue(
                        HOST_ID,
                        "web1",
                        "test",
                        Set.of(ServiceType.SSH),
                        ssh.getPublic(),
                        ssh.getPublic(),
                        TlsKeys.generate().getPublic(),
                        "",
                        CLUSTER),
                hostCa);
        server = issuer.issueServer(new ServerIssue(List.of(PROXY), CLUSTER), hostCa);
    }

    /** The proxy and the Auth Service, which have this trust, let in the agent that has those certificates. */
    void letsIn(Party client) {
        new SshCertificateChecker(clock).check(SshKeys.parseCertificate(client.agent.tunnel()), trust, "");
        new X509CertificateChecker(clock).checkAgent(TlsKeys.parseChain(client.agent.tls()), trust);
    }

    /** An agent or a person, who has this trust, goes to the servers that show those certificates. */
    void goesTo(Party servers) {
        SshCertificateChecker ssh = new SshCertificateChecker(clock);
        ssh.checkHost(SshKeys.parseCertificate(servers.agent.host()), "web1", trust);
        ssh.checkHost(SshKeys.parseCertificate(servers.server.sshHostCertificate()), PROXY, trust);
        new X509CertificateChecker(clock)
                .checkServer(TlsKeys.parseChain(servers.server.tlsChain()), ServerKeys.AUTH_SERVER_NAME, trust);
    }

    boolean mayGoTo(Party servers) {
        try {
            goesTo(servers);
            return true;
        } catch (SallyportException refusal) {
            return false;
        }
    }

    CaUse use() {
        return CaUse.of(
                trust.authorities(),
                SshKeys.parseCertificate(agent.host()).getCaPubKey(),
                SshKeys.parseCertificate(agent.tunnel()).getCaPubKey());
    }

    static CaRotation fresh(CaType type, Clock clock) {
        return new CaRotation(CaKeys.generate(type, "test", clock), Rotation.NONE);
    }
}
