package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sallyport.connector.adapter.RunningProxy.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.codec.Json;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.access.PresetRoles;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.core.resource.ResourceChange;
import org.sallyport.rpc.v1.ComponentGrpc;
import org.sallyport.rpc.v1.EmitAuditRequest;
import org.sallyport.rpc.v1.Heartbeat;
import org.sallyport.rpc.v1.InventoryReply;
import org.sallyport.rpc.v1.RenewRequest;
import org.sallyport.rpc.v1.UploadSegmentRequest;
import org.sallyport.rpc.v1.WatchEvent;
import org.sallyport.rpc.v1.WatchRequest;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ComponentApiTest {
    private final String hostId = UUID.randomUUID().toString();
    private RunningProxy proxy;
    private ComponentPeer components;
    private ClientSession agent;

    @BeforeEach
    void start() throws Exception {
        proxy = new RunningProxy();
        components = new ComponentPeer(proxy);
        agent = proxy.peers.connect("agent", proxy.cluster.agent(hostId));
    }

    @AfterEach
    void stop() throws Exception {
        components.close();
        proxy.close();
    }

    private int tunnelled() throws Exception {
        return agent.startLocalPortForwarding(new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress("auth", 1))
                .getPort();
    }

    private ComponentGrpc.ComponentBlockingStub stub(int port, TestCluster.TlsIdentity identity) throws Exception {
        return ComponentGrpc.newBlockingStub(components.channel(port, identity))
                .withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    @Test
    void auditEventsGoThroughTheTunnelAndDirectly() throws Exception {
        AuditEvent event =
                AuditEvent.of(AuditEventType.SESSION_START).user("jo").at(Instant.EPOCH);
        EmitAuditRequest request = EmitAuditRequest.newBuilder()
                .addEventsJson(ByteString.copyFrom(Json.jsonMapper().writeValueAsBytes(event)))
                .build();
        for (int port : new int[] {tunnelled(), proxy.endpoint.grpcPort()}) {
            assertThat(stub(port, proxy.cluster.agentTls(hostId))
                            .emitAudit(request)
                            .getAcceptedUidsList())
                    .containsExactly(event.uid().toString());
        }
        assertThat(proxy.listener.events).containsExactly(event, event);
    }

    @Test
    void manyLargeCallsThroughOneTunnel() throws Exception {
        AuditEvent event =
                AuditEvent.of(AuditEventType.EXEC).message("x".repeat(200_000)).at(Instant.EPOCH);
        EmitAuditRequest request = EmitAuditRequest.newBuilder()
                .addEventsJson(ByteString.copyFrom(Json.jsonMapper().writeValueAsBytes(event)))
                .build();
        var stub = ComponentGrpc.newBlockingStub(components.channel(tunnelled(), proxy.cluster.agentTls(hostId)));
        for (int i = 0; i < 50; i++) {
            assertThat(stub.withDeadlineAfter(30, TimeUnit.SECONDS)
                            .emitAudit(request)
                            .getAcceptedUidsCount())
                    .isEqualTo(1);
        }
    }

    @Test
    void segmentsOfRecordingsArriveWhole() throws Exception {
        RecordingInfo info = new RecordingInfo(
                UUID.randomUUID().toString(),
                "ann",
                "root",
                "edge",
                "192.0.2.1",
                "exec",
                "ls",
                RecordingMode.NODE_SYNC,
                80,
                24,
                Instant.EPOCH);
        byte[] content = new byte[RecordingService.MOST_BYTES];
        java.util.Arrays.fill(content, (byte) 7);
        UploadSegmentRequest request = UploadSegmentRequest.newBuilder()
                .setInfoJson(ByteString.copyFrom(Json.jsonMapper().writeValueAsBytes(info)))
                .setNumber(3)
                .setContent(ByteString.copyFrom(content))
                .setDamage("disk full")
                .build();
        var stub = ComponentGrpc.newBlockingStub(components.channel(tunnelled(), proxy.cluster.agentTls(hostId)));
        assertThat(stub.uploadSegment(request).getComplete()).isFalse();
        assertThat(stub.uploadSegment(request.toBuilder().setLast(true).build()).getComplete())
                .isTrue();
        assertThat(proxy.listener.segments).hasSize(2).allSatisfy(segment -> {
            assertThat(segment.sender().hostId()).isEqualTo(hostId);
            assertThat(segment.info()).isEqualTo(info);
            assertThat(segment.upload().number()).isEqualTo(3);
            assertThat(segment.upload().content()).isEqualTo(content);
            assertThat(segment.upload().damage()).isEqualTo("disk full");
        });
        UploadSegmentRequest unreadable =
                request.toBuilder().setInfoJson(ByteString.copyFromUtf8("{")).build();
        assertThatThrownBy(() -> stub.uploadSegment(unreadable))
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining("what a recording is of cannot be read");
    }

    @Test
    void heartbeatsAreAnsweredAndCarryOnlyTheCertificatesServices() throws Exception {
        BlockingQueue<InventoryReply> replies = new LinkedBlockingQueue<>();
        StreamObserver<Heartbeat> heartbeats =
                components.inventory(components.channel(tunnelled(), proxy.cluster.agentTls(hostId)), replies);
        heartbeats.onNext(Heartbeat.newBuilder()
                .setNodeName("web-1")
                .putLabels("env", "test")
                .addServices("ssh")
                .addServices("db")
                .setVersion("9")
                .build());
        assertThat(replies.poll(30, TimeUnit.SECONDS).getNextIntervalMillis()).isEqualTo(1234);
        heartbeats.onCompleted();
        assertThat(proxy.listener.heartbeats).singleElement().satisfies(node -> {
            assertThat(node.hostId()).isEqualTo(hostId);
            assertThat(node.name()).isEqualTo("web-1");
            assertThat(node.services()).containsExactly(ServiceType.SSH);
        });
    }

    @Test
    void watchGivesStateThenChangesAndEndsWithItsReader() throws Exception {
        ManagedChannel channel = components.channel(tunnelled(), proxy.cluster.agentTls(hostId));
        Iterator<WatchEvent> events = ComponentGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .watch(WatchRequest.newBuilder().setFromRevision(41).build());
        assertThat(events.next().getType()).isEqualTo(WatchEvent.Type.AUTHORITIES);
        assertThat(events.next().getRevision()).isEqualTo(41);
        await("the watch is open", () -> proxy.listener.watcher != null);
        Resource<RoleSpec> role = PresetRoles.all().getFirst();
        byte[] recordingKey = {1, 2, 3};
        proxy.listener.watcher.recordingKey(new RecordingKey("0123456789abcdef", recordingKey));
        WatchEvent key = events.next();
        assertThat(key.getType()).isEqualTo(WatchEvent.Type.RECORDING_KEY);
        assertThat(Json.jsonMapper()
                        .readValue(key.getRecordingKeyJson().toByteArray(), RecordingKey.class)
                        .publicKey())
                .isEqualTo(recordingKey);
        proxy.listener.watcher.change(
                new ResourceChange(42, ResourceKind.ROLE, role.name(), Optional.<Resource<?>>of(role)));
        // the document as agents, files and REST have it, not whatever a mapper makes of the record
        assertThat(new ResourceCodec().parseJson(events.next().getResourceJson().toStringUtf8()))
                .isEqualTo(role);
        proxy.listener.watcher.synced(42);
        assertThat(events.next().getRevision()).isEqualTo(42);
        channel.shutdownNow();
        await("the watch was closed", () -> proxy.listener.watchesClosed.contains(41L));
    }

    @Test
    void failuresKeepTheirKindAndText() throws Exception {
        var stub = stub(tunnelled(), proxy.cluster.agentTls(hostId));
        assertThatThrownBy(() -> stub.renew(
                        RenewRequest.newBuilder().setNodeName("web-1").build()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
                    assertThat(e.getStatus().getDescription()).isEqualTo("auth: no renewal for agent:" + hostId);
                });
    }

    @Test
    void certificateOfAnotherAgentIsRefusedInThisTunnel() throws Exception {
        var stub = stub(tunnelled(), proxy.cluster.agentTls(UUID.randomUUID().toString()));
        assertRefused(stub, ErrorCode.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void revokedCertificateIsRefusedOnALiveConnection() throws Exception {
        TestCluster.TlsIdentity identity = proxy.cluster.agentTls(hostId);
        var stub = stub(tunnelled(), identity);
        stub.emitAudit(EmitAuditRequest.getDefaultInstance());
        Trust old = proxy.listener.trust;
        proxy.listener.trust = new Trust(
                2,
                old.clusterId(),
                old.authorities(),
                Set.of(identity.chain().getFirst().getSerialNumber().longValue()));
        await("the revocation took hold", () -> {
            try {
                stub.emitAudit(EmitAuditRequest.getDefaultInstance());
                return false;
            } catch (StatusRuntimeException e) {
                return e.getStatus().getCode() == Status.Code.UNAUTHENTICATED;
            }
        });
        assertRefused(stub, ErrorCode.CERTIFICATE_REVOKED);
    }

    @Test
    void rotatedCaIsTakenOverWithoutARestart() throws Exception {
        TestCluster.TlsIdentity old = proxy.cluster.agentTls(hostId);
        proxy.cluster.tlsCa = CaKeys.generate(CaType.HOST, TestCluster.NAME, Clock.systemUTC());
        proxy.listener.keys = proxy.cluster.serverKeys();
        proxy.listener.trust = proxy.cluster.trust(2);
        int port = tunnelled();
        // a new channel each time: the server's certificate changes with the CA
        await("the new CA is in use", () -> {
            try {
                stub(port, proxy.cluster.agentTls(hostId)).emitAudit(EmitAuditRequest.getDefaultInstance());
                return true;
            } catch (Exception e) {
                return false;
            }
        });
        var withdrawn = stub(port, old);
        assertThatThrownBy(() -> withdrawn.emitAudit(EmitAuditRequest.getDefaultInstance()))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void agentsReachNothingElse() throws Exception {
        assertThatThrownBy(() -> proxy.peers.dial(agent, "node", 22))
                .rootCause()
                .hasMessageContaining("agents may reach 'auth' only");
        await("the refusal is audited", () -> proxy.listener.componentRefusals.stream()
                .anyMatch(refused ->
                        refused.claimed().equals("agent:" + hostId) && refused.code() == ErrorCode.ACCESS_DENIED));
    }

    private void assertRefused(ComponentGrpc.ComponentBlockingStub stub, ErrorCode code) {
        assertThatThrownBy(() -> stub.emitAudit(EmitAuditRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
        assertThat(proxy.listener.componentRefusals).isNotEmpty().allSatisfy(refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.address()).isEqualTo("127.0.0.1");
        });
    }
}
