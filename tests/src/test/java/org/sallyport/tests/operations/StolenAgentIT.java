package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.identity.IdentityStore;
import org.sallyport.api.codec.Json;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.JoinRequest;
import org.sallyport.core.join.JoinProof;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;
import org.sallyport.tests.cluster.AgentProcess;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Host;
import org.sallyport.tests.cluster.Programs;

/** Somebody has the whole state of an agent, and an agent can only be itself. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StolenAgentIT {
    private static final String SSH = "ssh_service:\n  enabled: true\n";
    private Cluster cluster;
    private AgentIdentity stolen;
    private Path data;

    @BeforeAll
    void steal(Cluster running) {
        cluster = running;
        AgentProcess victim = cluster.newAgent("victim")
                .configure(cluster.server().publicAddress(), cluster.pin(), cluster.token("--max-uses=1"), SSH);
        try (victim) {
            victim.start();
            cluster.awaitOnline("victim");
        }
        data = victim.data();
        stolen = IdentityStore.peek(data).orElseThrow();
        assertThat(stolen.nodeName()).isEqualTo("victim");
    }

    @AfterAll
    void forget() {
        cluster.network().client().command("rm", "-rf", loot("").toString()).run();
    }

    private Path loot(String name) {
        return cluster.directory().resolve("loot").resolve(name);
    }

    private Command.Result sshAsTheAgent(String... words) {
        Programs.write(
                loot("tunnel"), SshKeys.privatePem(stolen.keys().tunnel()).reveal());
        Programs.write(loot("tunnel-cert.pub"), SshKeys.line(stolen.tunnelCertificate()) + "\n");
        Host host = cluster.network().client();
        host.command("chmod", "600", loot("tunnel").toString()).run().succeeded();
        List<String> all = new java.util.ArrayList<>(List.of(
                "ssh",
                "-F",
                "none",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "IdentitiesOnly=yes",
                "-i",
                loot("tunnel").toString(),
                "-o",
                "CertificateFile=" + loot("tunnel-cert.pub"),
                "-p",
                "3023"));
        all.addAll(List.of(words));
        all.add("agent:" + stolen.hostId() + "@" + cluster.network().server().address());
        return host.command(all).run();
    }

    @Test
    void itReachesNoNodeAndHasNoSessionAtTheProxy() {
        Command.Result dial = sshAsTheAgent("-W", Cluster.NODE + ":22");
        assertThat(dial.exitCode()).as(dial.toString()).isNotZero();
        assertThat(dial.stderr()).contains("agents may reach 'auth' only");
        Command.Result session = sshAsTheAgent("-T", "-o", "RemoteCommand=true");
        assertThat(session.exitCode()).as(session.toString()).isNotZero();
        assertThat(cluster.awaitAudit(
                        "--event=component.refused", "--user=agent:" + stolen.hostId(), "--text=agents may reach"))
                .isNotEmpty();
        assertThat(cluster.awaitAudit(
                        "--event=component.refused", "--user=agent:" + stolen.hostId(), "--text=no session here"))
                .isNotEmpty();
    }

    @Test
    void itIsNobodyAtTheConsoleAndTheRestApi() {
        Programs.write(loot("tls.pem"), TlsKeys.chainPem(stolen.tlsChain()));
        Programs.write(
                loot("tls.key"),
                TlsKeys.privatePem(stolen.keys().tls().getPrivate()).reveal());
        String api = "https://" + cluster.server().publicAddress() + "/api/v1/";
        for (String call : List.of(
                "whoami",
                "resources/user",
                "resources/token",
                "audit",
                "nodes",
                "-XPOST certificates",
                "-XPOST tokens",
                "-XPOST users")) {
            String path = call.substring(call.lastIndexOf(' ') + 1);
            String method = call.startsWith("-X") ? call.substring(0, call.indexOf(' ')) : "-XGET";
            String status = cluster.network()
                    .client()
                    .command(
                            "curl",
                            "-sk",
                            method,
                            "-H",
                            "Content-Type: application/json",
                            "-o",
                            "/dev/null",
                            "-w",
                            "%{http_code}",
                            "--cert",
                            loot("tls.pem").toString(),
                            "--key",
                            loot("tls.key").toString(),
                            api + path)
                    .run()
                    .succeeded()
                    .out();
            assertThat(status).as(call).isEqualTo("401");
        }
    }

    @Test
    void itCannotTakeAnotherNodesName() {
        AgentProcess thief = cluster.newAgent("thief");
        Programs.write(thief.config(), """
                version: v1
                node_name: %s
                data_dir: %s
                proxy_server: %s
                ca_pin: %s
                %s""".formatted(
                        Cluster.NODE, thief.data(), cluster.server().publicAddress(), cluster.pin(), SSH));
        cluster.network()
                .agent()
                .command("cp", "-a", data.toString(), thief.data().toString())
                .run()
                .succeeded();
        try (thief) {
            thief.start();
            cluster.awaitOnline("victim");
            Await.until(
                    "the agent says that it keeps its name",
                    Duration.ofSeconds(30),
                    () -> thief.tail().contains("Node victim keeps its name and is not called " + Cluster.NODE),
                    thief::tail);
            List<String> hosts = hosts(Cluster.NODE);
            assertThat(hosts).hasSize(1).doesNotContain(stolen.hostId());
            assertThat(hosts("victim")).containsExactly(stolen.hostId());
        }
    }

    private List<String> hosts(String node) {
        JsonNode listed = cluster.admin().json("ls", node);
        return listed.findValuesAsText("host_id");
    }

    @Test
    void itJoinsNothingAnewWithoutAToken() throws JsonProcessingException {
        // with everything it has: its host id, its keys, its certificate and a proof made with them
        for (String token : List.of("victim.guessed", "nothing." + "0".repeat(32))) {
            JoinRequest request = new JoinRequest(
                    token,
                    stolen.hostId(),
                    Cluster.NODE,
                    List.of(ServiceType.SSH, ServiceType.DB),
                    stolen.keys().hostLine(),
                    stolen.keys().tunnelLine(),
                    stolen.keys().tlsPem(),
                    SshKeys.line(stolen.tunnelCertificate()),
                    "");
            JoinRequest proved = new JoinRequest(
                    request.token(),
                    request.hostId(),
                    request.nodeName(),
                    request.services(),
                    request.hostPublicKey(),
                    request.tunnelPublicKey(),
                    request.tlsPublicKey(),
                    request.tunnelCertificate(),
                    JoinProof.sign(request, stolen.keys().tunnel()));
            assertThat(join(proved)).contains("JOIN_REFUSED");
        }
        assertThat(cluster.awaitAudit("--event=agent.join.refused", "--text=join of agent '" + Cluster.NODE + "'"))
                .isNotEmpty();
    }

    private String join(JoinRequest request) throws JsonProcessingException {
        Programs.write(loot("join.json"), Json.jsonMapper().writeValueAsString(request));
        return cluster.network()
                .client()
                .command(
                        "curl",
                        "-sk",
                        "-H",
                        "Content-Type: application/json",
                        "-d",
                        "@" + loot("join.json"),
                        "https://" + cluster.server().publicAddress() + "/api/v1/join")
                .run()
                .succeeded()
                .out();
    }

    @Test
    void itsCertificatesAreNoUsers() {
        Command.Result result = sshAsTheAgent("-l", "root", "-W", Cluster.NODE + ":22");
        assertThat(result.exitCode()).as(result.toString()).isNotZero();
    }
}
